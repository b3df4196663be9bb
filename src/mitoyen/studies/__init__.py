"""Should we pool? Studies kept, shared and turned into agreements."""
