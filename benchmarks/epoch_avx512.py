"""The same epoch with the AVX-512 products of OpenBLAS, which it has but does not choose on every processor that could.

`OPENBLAS_CORETYPE` must be set before NumPy is imported, so that this is a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from machine import of_processor
from report import OURS, Report

NAME = "The same epoch with OPENBLAS_CORETYPE=SkylakeX"
KERNELS = "SkylakeX"


def measure() -> Report:
    """All ways again, in turn; nothing where the processor has no AVX-512."""
    if not any("avx512f" in line.split() for line in of_processor("flags")):
        return Report({"glasscat": float("nan")}, notes=["The processor has no AVX-512."])
    answer = subprocess.run(
        [sys.executable, __file__],
        env={**os.environ, "OPENBLAS_CORETYPE": KERNELS},
        check=True,
        capture_output=True,
        text=True,
    )
    seconds: dict[str, float] = json.loads(answer.stdout)
    from epoch import FURTHER, against

    told = (
        f"{what}: " + ", ".join(f"{row.against} {row.found}" for row in against(NAME, seconds[way], seconds, ""))
        for what, way in (("With AVX-512, the first epoch", OURS), ("each further one", FURTHER))
    )
    note = f"NumPy's OpenBLAS chooses {_chosen()} by itself here. {'; '.join(told)}."
    return Report(seconds, notes=[note])


def _chosen() -> str:
    import numpy as np  # noqa: F401  (loads its BLAS, which is then asked)
    from threadpoolctl import threadpool_info

    return " and ".join(sorted({pool["architecture"] for pool in threadpool_info() if "architecture" in pool}))


if __name__ == "__main__":
    from epoch import Epoch, timed

    print(json.dumps(timed(Epoch(), 3)))
