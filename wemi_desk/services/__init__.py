"""What a desk can do: one module per noun, verbs as methods."""
