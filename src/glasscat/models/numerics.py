"""What the numbers of a run depend on besides its plan: versions, BLAS, threads."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Any

import numpy as np


def versions() -> dict[str, str]:
    """Versions of glasscat and of what it computes with."""
    return {
        "glasscat": version("glasscat"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": version("scipy"),
        "platform": platform.platform(),
    }


def numerics() -> dict[str, Any]:
    """Fingerprint of the arithmetic: the same plan under the same fingerprint gives the same bits."""
    config: Any = np.show_config(mode="dicts")
    blas = config["Build Dependencies"]["blas"]
    threads = {name: os.environ.get(name) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    return {
        "blas": f"{blas.get('name')} {blas.get('version')}",
        "simd": config["SIMD Extensions"]["found"],
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "threads": {name: value for name, value in threads.items() if value is not None},
    }
