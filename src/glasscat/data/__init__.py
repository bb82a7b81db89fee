"""Data: where it comes from, what is wrong with it, and how it is handed to a network."""
