"""Opening a number: what it means, its formula, the formula with the numbers in it, and what went into it."""
