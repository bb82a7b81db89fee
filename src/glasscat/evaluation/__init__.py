"""The verdict: scores with their doubt, baselines, exact tests, and the conclusion in plain words."""
