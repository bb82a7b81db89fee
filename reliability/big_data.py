"""A training set that is larger than its memory: 4 GB of pictures are trained on in less than 1 GB."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import h5py
import numpy as np

from reliability.measured import Measured, Said

CLAIM = Said(
    "the whole of `glasscat train` on 4 GB of pictures, in batches: less than 1 GB of memory, pages of the file "
    "counted",
    "`glasscat train` 从头到尾，在 4 GB 的图片上小批量训练：所用内存不到 1 GB，文件映射的页面也计算在内",
)
MOST = 10**9
"""Bytes of memory that training may take at once."""
PICTURE = (128, 128, 3)
DRAWN = 200
"""Pictures that are not left black."""
BATCH = 128
OPTIONS = ("--batch-size", str(BATCH), "--epochs", "1", "--dtype", "float32", "--learning-rate", "0.0003")
PROGRAM = """
import sys
from glasscat.cli.main import main
code = main(sys.argv[1:])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak, file=sys.stderr)
sys.exit(code)
"""


def trained(folder: Path, n_bytes: int, n_test: int) -> int:
    """Train on so many bytes of pictures, in a process of its own; its peak memory, bytes.

    Raises
    ------
    RuntimeError
        If it did not train on all of them, once.
    """
    m = n_bytes // int(np.prod(PICTURE))
    train = sparse_file(folder / "train_big.h5", m, "train")
    sparse_file(folder / "test_big.h5", n_test, "test")
    command = [sys.executable, "-c", PROGRAM, "train", str(train), *OPTIONS, "--out", str(folder / "run")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    document = json.loads((folder / "run" / "run.json").read_text(encoding="utf-8"))
    if (document["train"]["total"], document["iterations"]) != (m, -(-m // BATCH)):
        message = f"{document['iterations']} steps on {document['train']['total']} pictures of {m}"
        raise RuntimeError(message)
    return int(next(line for line in done.stderr.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


def sparse_file(path: Path, m: int, role: str) -> Path:
    """Write a file whose array takes no room on the disk but for the few pictures that are written into it."""
    with h5py.File(path, "w") as file:
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        plan.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
        space = h5py.h5s.create_simple((m, *PICTURE))
        h5py.h5d.create(file.id, f"{role}_set_x".encode(), h5py.h5t.NATIVE_UINT8, space, plan)
        y = np.arange(m) % 5 == 0
        file[f"{role}_set_y"] = y.astype(int)
        file["list_classes"] = np.array([b"dark", b"light"])
        rng = np.random.default_rng(m)
        for i in np.linspace(0, m - 1, DRAWN).astype(int):
            file[f"{role}_set_x"][i] = rng.integers(0, 200, PICTURE) + 50 * y[i]
    return path


def measure(n_bytes: int = 4 * 2**30, n_test: int = 1000, most: int = MOST) -> Measured:
    """Train once, in a temporary folder; not where the system does not tell a peak."""
    if not sys.platform.startswith("linux"):
        missing = Said("peak memory is read from /proc, which this system lacks", "峰值内存要从 /proc 读取，此系统没有")
        return Measured(CLAIM, missing, passed=None)
    with TemporaryDirectory() as folder:
        try:
            peak = trained(Path(folder), n_bytes, n_test)
        except RuntimeError as error:
            why = " ".join(str(error).replace("|", "/").split())
            return Measured(CLAIM, Said(why, why), passed=False)
    size, took = n_bytes / 1e9, peak / 1e6
    figure = Said(
        f"{size:.1f} GB of pictures: {took:.0f} MB at most",
        f"{size:.1f} GB 图片：最多用 {took:.0f} MB",
    )
    return Measured(CLAIM, figure, passed=peak < most)
