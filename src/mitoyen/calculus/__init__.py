"""Arithmetic on many numbers: divisions, schedules and loans, draws, batches. numpy; no Django."""
