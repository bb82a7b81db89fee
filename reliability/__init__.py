"""Promises of glasscat, one module each, and the ledger that measures them: `make reliability`."""
