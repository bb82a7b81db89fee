"""`make profile`: where the direct loop spends its time, on one epoch of [784, 128, 64, 10] in batches of 128.

The profiler sees functions written in Python, and NumPy's array operations within the function that calls them. The
matrix products are called through a function of their own here, so that they are counted apart.
"""

from __future__ import annotations

import sys
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from unittest.mock import patch

import numpy as np

MOST = 0.10
"""Share that no function but the matrix products may reach."""


def shares() -> list[tuple[str, int, float]]:
    """(function, calls, share of the time within it and in none that it calls), the largest first."""
    from epoch_data import BATCH, RATE, network, samples

    import glasscat as gc

    real = np.matmul

    def matrix_products(*args: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        return real(*args, out=out)

    model, data = network(), gc.from_arrays(*samples())

    def epoch() -> None:
        gc.fit(model, data, optimizer=gc.GradientDescent(RATE), epochs=1, batch_size=BATCH, dtype=np.float32)

    epoch()
    profile = Profile()
    with patch.object(np, "matmul", matrix_products):
        profile.runcall(epoch)
    stats = Stats(profile)
    rows = [
        (_name(*place), calls, own / stats.total_tt)  # type: ignore[attr-defined]
        for place, (_primitive, calls, own, _all, _callers) in stats.stats.items()  # type: ignore[attr-defined]
    ]
    return sorted(rows, key=lambda row: -row[2])


def main() -> int:
    """Print every function above half a percent; 1 if the products are not on top, or a function is above 10 %."""
    rows = shares()
    print(f"{'share':>6} {'calls':>7}  function")
    for name, calls, share in rows:
        if share >= 0.005:
            print(f"{share:>6.1%} {calls:>7}  {name}")
    over = [f"{name} takes {share:.1%}" for name, _calls, share in rows if share > MOST and name != "matrix_products"]
    if rows[0][0] != "matrix_products":
        over.insert(0, "the matrix products are not on top")
    print("\n".join(over) or f"the matrix products are on top, and no other function takes more than {MOST:.0%}")
    return bool(over)


def _name(file: str, line: int, function: str) -> str:
    if function == "matrix_products":
        return function
    if file == "~":
        return f"{function} (C)"
    path = Path(file)
    return f"{function}  {'/'.join(path.parts[-2:])}:{line}"


if __name__ == "__main__":
    sys.exit(main())
