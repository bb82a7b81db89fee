"""Training: the loop as a stream of records, what is kept of it, and the fitted network."""
