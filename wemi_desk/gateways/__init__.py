"""The operating system and its libraries, behind the ports."""
