"""Prima accensione: prepare this PC once, or bring its data back after the keyring was lost."""
