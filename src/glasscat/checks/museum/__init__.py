"""The museum of mistakes: each is run beside the right code, and shown by the check that catches it."""
