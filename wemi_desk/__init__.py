"""WeMi Desk: the operators' console of the Spazi WeMi."""

__version__ = "0.1.0"
