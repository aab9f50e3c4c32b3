"""The centre over HTTP: one module per noun, every endpoint with its row in the authorisation table."""
