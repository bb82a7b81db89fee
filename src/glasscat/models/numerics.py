"""What the numbers of a run depend on besides its plan: versions, BLAS, processor, threads."""

from __future__ import annotations

import os
import platform
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "BLIS_NUM_THREADS")


def versions() -> dict[str, str]:
    """Versions of glasscat and of what it computes with."""
    return {
        "glasscat": _version(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": version("scipy"),
        "platform": platform.platform(),
    }


def numerics() -> dict[str, Any]:
    """Fingerprint of the arithmetic: the same plan under the same fingerprint gives the same bits.

    Returns
    -------
    dict
        ``blas``: library and version; ``simd``: instruction sets that NumPy found; ``machine``; ``processors`` that
        this process may use: as many threads BLAS takes, unless ``threads``, the environment, says otherwise.
    """
    config: Any = np.show_config(mode="dicts")
    blas = config["Build Dependencies"]["blas"]
    return {
        "blas": f"{blas.get('name')} {blas.get('version')}",
        "simd": config["SIMD Extensions"]["found"],
        "machine": platform.machine(),
        "processors": _processors(),
        "threads": {name: os.environ[name] for name in _THREADS if name in os.environ},
    }


def arithmetic() -> dict[str, Any]:
    """What the answers of a model depend on besides itself: versions of glasscat and NumPy, and `numerics`."""
    return {"glasscat": _version(), "numpy": np.__version__, **numerics()}


@cache
def _version() -> str:
    """Version of glasscat; asking the installation takes longer than a prediction does."""
    return version("glasscat")


def _processors() -> int | None:
    """Processors that this process may use; all of them where the system does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
