"""Arithmetic on many numbers: divisions, schedules, draws, batches. numpy; no Django."""
