"""How much chance alone explains: exact tests, and intervals for shares, of counts."""
