"""The pratica of digital paperwork in the place Pratiche: choosing it, going through it, closing its sitting."""
