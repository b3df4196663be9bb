"""Settings, addresses, command line: wiring only."""
