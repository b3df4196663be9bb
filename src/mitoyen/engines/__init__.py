"""The thinking: pure functions over plain data that do not know one another."""
