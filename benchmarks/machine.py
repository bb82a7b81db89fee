"""The machine that the figures belong to."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("glasscat", "numpy", "scipy", "h5py", "torch", "jax", "scikit-learn")
SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "XLA_FLAGS")


def machine() -> str:
    """Processor, cores, memory, versions and threads, as lines of Markdown."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return "\n".join(
        (
            f"- {hardware()}",
            f"- Python {platform.python_version()}, {versions}",
            f"- Threads: {_threads()}",
        )
    )


def hardware() -> str:
    """Processor, cores, memory and system, in one line."""
    return f"{_processor()}, {os.cpu_count()} cores, {_memory():.0f} GB; {platform.system()} {platform.release()}"


def of_processor(what: str) -> set[str]:
    """What Linux tells of its processors under this name; nothing elsewhere."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.split(":", 1)[1].strip() for line in lines if line.startswith(what)}


def _processor() -> str:
    return ", ".join(sorted(of_processor("model name"))) or platform.processor() or platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _threads() -> str:
    import numpy as np  # noqa: F401  (loads its BLAS, which is then asked)
    import torch
    from threadpoolctl import threadpool_info

    blas = {str(pool["num_threads"]) for pool in threadpool_info() if pool["internal_api"] == "openblas"}
    chosen = [f"{name}={os.environ[name]}" for name in SETTINGS if name in os.environ]
    return (
        f"each library's own default: NumPy's BLAS {' and '.join(sorted(blas))}, PyTorch {torch.get_num_threads()}, "
        f"JAX one a core" + (f"; set in the environment: {', '.join(chosen)}" if chosen else "")
    )
