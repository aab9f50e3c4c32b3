"""The catalogue as files: read, compared, checked, published, written out."""
