"""Rows of runs as a sweep keeps them, without training any."""

from glasscat.studies.sweeps import Swept


def kept(value, failure=None):
    """Row of a run as it is kept: its score is the better the larger the value."""
    plan = {"output": "Sigmoid", "l2": 0.0}
    row = {"values": {"rate": value}, "plan": plan, "costs": [[0, 0.7]], "final_cost": 1 / value}
    if failure is not None:
        return row | {"status": "diverged", "failure": failure}
    test = {"correct": int(value), "total": 50, "accuracy": 2.0 * value, "against_best": "alike"}
    return row | {"status": "finished", "train": {"accuracy": 80.0}, "test": test}


FAILURES = ["GC-T01"] * 3 + ["GC-T02"] + ["GC-T03"] * 2
SIX_OF_TWENTY = Swept(tuple(kept(float(k), code) for k, code in enumerate([None] * 14 + FAILURES, 1)))
"""Of its twenty runs the last six have no score."""
