"""The same epoch with the AVX-512 products of OpenBLAS, which it has but does not choose on every processor that could.

`OPENBLAS_CORETYPE` must be set before NumPy is imported, so that this is a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from report import Report

NAME = "The same epoch with OPENBLAS_CORETYPE=SkylakeX"
KERNELS = "SkylakeX"


def measure() -> Report:
    """All ways again, in turn; nothing where the processor has no AVX-512."""
    if "avx512f" not in _flags():
        return Report({"glasscat": float("nan")}, notes=["The processor has no AVX-512."])
    told = subprocess.run(
        [sys.executable, __file__],
        env={**os.environ, "OPENBLAS_CORETYPE": KERNELS},
        check=True,
        capture_output=True,
        text=True,
    )
    seconds: dict[str, float] = json.loads(told.stdout)
    ours, further, floor, loader, indexed, jax_way, sklearn = seconds.values()
    torch_way = min(loader, indexed)
    note = (
        f"NumPy's OpenBLAS chooses {_chosen()} by itself here. With AVX-512 glasscat is "
        f"{torch_way / ours:.2f} times faster than PyTorch, {jax_way / ours:.2f} than JAX and "
        f"{sklearn / ours:.2f} than scikit-learn, and takes {ours / floor:.2f} times its floor; a further epoch is "
        f"{torch_way / further:.2f}, {jax_way / further:.2f} and {sklearn / further:.2f} times faster and takes "
        f"{further / floor:.2f} times the floor."
    )
    return Report(seconds, notes=[note])


def _flags() -> set[str]:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {flag for line in lines if line.startswith("flags") for flag in line.split()}


def _chosen() -> str:
    import numpy as np  # noqa: F401  (loads its BLAS, which is then asked)
    from threadpoolctl import threadpool_info

    return " and ".join(sorted({pool["architecture"] for pool in threadpool_info() if "architecture" in pool}))


if __name__ == "__main__":
    from epoch import Epoch, timed

    print(json.dumps(timed(Epoch(), 3)))
