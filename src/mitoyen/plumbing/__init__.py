"""Django glue without domain: stored files, outbox, due work, error pages, fields."""
