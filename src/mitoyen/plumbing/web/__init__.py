"""The pages of plumbing: stored files, the demonstration's mail, errors."""
