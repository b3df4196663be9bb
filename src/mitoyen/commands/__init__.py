"""The command line; the engines' part of it starts without Django."""
