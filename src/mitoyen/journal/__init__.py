"""The record of acts, and the leaves of the public log."""
