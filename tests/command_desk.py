"""Who sets up a desk by commands, and opens it."""

PASSPHRASE = "sette barche in fila"
WHO = ["--space", "STE", "--name", "Ada", "--surname", "Prova", "--organisation", "Cooperativa di prova"]
