"""The treasurer's pages: months, one month and its check, a statement line by line, deposits."""
