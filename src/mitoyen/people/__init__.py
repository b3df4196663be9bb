"""People, their mandates, how they sign in."""
