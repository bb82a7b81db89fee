"""The same training again and again, in another process, place and language each time: the same bits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from reliability.measured import Measured, Said

LANGUAGES = ("C", "POSIX", "C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "no such one")
ZONES = ("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati", "no such one")
FOLDERS = ("plain", "with space", "grüße 你好", "a/b/c/d", "-dash", "%41&'$x")

COMMAND = (
    *("--layers", "5,3", "--batch-norm", "--dropout", "0.2", "--optimizer", "adam", "--learning-rate", "0.01"),
    *("--batch-size", "7", "--epochs", "4", "--class-weight", "balanced", "--patience", "3", "--print-every", "2"),
    *("--size", "6", "--seed", "3", "--no-figures"),
)
"""Of a training with everything that draws random numbers: split, held-out samples, weights, batches, dropout."""

OWN = {"seconds", "text", "sentence", "sentences", "notes"}
"""Keys of run.json that are not compared: times, and what is said in the language of the run. What is said in both
languages, which every run keeps under ``texts``, is compared."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What must make no difference."""

    hash_seed: int
    lc_all: str
    lang: str
    zone: str
    columns: int
    umask: int
    folder: str
    relative: bool
    order: int

    @classmethod
    def of(cls, seed: int, number: int) -> Surroundings:
        """Those of a number."""
        rng = np.random.default_rng([seed, number])
        return cls(
            int(rng.integers(2**32)),
            str(rng.choice(LANGUAGES)),
            str(rng.choice(LANGUAGES)),
            str(rng.choice(ZONES)),
            int(rng.integers(20, 300)),
            int(rng.choice([0o000, 0o022, 0o027, 0o077])),
            str(rng.choice(FOLDERS)),
            bool(rng.integers(2)),
            int(rng.integers(2**32)),
        )

    @property
    def environment(self) -> dict[str, str]:
        """Variables of the process."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
        return kept | {
            "PYTHONHASHSEED": str(self.hash_seed),
            "LC_ALL": self.lc_all,
            "LANG": self.lang,
            "TZ": self.zone,
            "COLUMNS": str(self.columns),
        }


def draw(folder: Path, order: int) -> None:
    """Write 2 x 14 small pictures, one class brighter than the other, in an order of their own."""
    rng = np.random.default_rng(0)
    pictures = {
        folder / label / f"{k:02}.png": rng.integers(low, 156 + low, (6, 6, 3), np.uint8)
        for label, low in (("dim", 0), ("light", 60))
        for k in range(14)
    }
    for path in np.random.default_rng(order).permutation([str(path) for path in pictures]):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pictures[Path(path)]).save(path)


def rerun(around: Surroundings, place: Path) -> dict[str, str]:
    """Train once, and give the hash of each file; of a program that fails what it says."""
    here = place / around.folder
    here.mkdir(parents=True)
    draw(place / "pictures", around.order)
    data = os.path.relpath(place / "pictures", here) if around.relative else str(place / "pictures")
    out = "run" if around.relative else str(here / "run")
    answer = subprocess.run(
        [sys.executable, "-m", "glasscat", "train", data, "--out", out, *COMMAND],
        cwd=here,
        env=around.environment,
        umask=around.umask,
        capture_output=True,
        check=False,
        timeout=120,
    )
    if answer.returncode != 0:
        return {"exit code": f"{answer.returncode}: {answer.stderr.decode(errors='replace')[:200]}"}
    document = json.loads((here / "run" / "run.json").read_text(encoding="utf-8"))
    history = (here / "run" / "history.csv").read_text(encoding="utf-8").splitlines()
    comparable = json.dumps(_comparable(document, str(place)), sort_keys=True)
    files = {
        "model.safetensors": (here / "run" / "model.safetensors").read_bytes(),
        "history.csv": "\n".join(line.rpartition(",")[0] for line in history).encode(),  # seconds come last
        "run.json": comparable.encode(),
    }
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def _comparable(document: Any, place: str) -> Any:
    """A document without what may differ: see `OWN`; of the path to the data only the last part."""
    if isinstance(document, dict):
        kept = {key: _comparable(value, place) for key, value in document.items() if key not in OWN}
        return kept | ({"texts": document["texts"]} if "texts" in document else {})
    if isinstance(document, list):
        return [_comparable(one, place) for one in document]
    if isinstance(document, str) and Path(document).name == "pictures":
        return "pictures"
    return document


def measure(number: int = 100, seed: int = 0) -> Measured:
    """Train the same so many times, in surroundings that should make no difference."""
    claim = Said(
        f"`glasscat train` gives the same bits {number} times: model, history and run.json, under other hash seeds, "
        "locales, time zones, widths of the terminal, permissions, working folders, spellings of the path and orders "
        "of the files; times, paths and the language of what is said aside",
        f"`glasscat train` 重跑 {number} 次逐位相同：模型、history.csv 和 run.json；每次的哈希种子、区域设置、时区、"
        "终端宽度、权限掩码、工作目录、路径写法和文件次序都不同；耗时、路径和所用语言的文字除外",
    )
    found: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
    for k in range(number):
        with TemporaryDirectory() as place:
            found[tuple(rerun(Surroundings.of(seed, k), Path(place).resolve()).items())].append(k)
    hashes = sorted(found, key=lambda one: -len(found[one]))
    is_one = len(hashes) == 1 and hashes[0][0][0] != "exit code"
    digest = sha256(repr(hashes[0]).encode()).hexdigest()[:12]
    figure = f"{len(found[hashes[0]])} of {number} alike: {digest}"
    chinese = f"{number} 次中 {len(found[hashes[0]])} 次相同：{digest}"
    if not is_one:
        said = "; ".join(_odd(dict(hashes[0]), dict(odd), found[odd]) for odd in hashes[-3:])
        figure, chinese = f"{figure}; others: {said}", f"{chinese}；其余：{said}"
    return Measured(claim, Said(figure, chinese), is_one)


def _odd(usual: dict[str, str], odd: dict[str, str], numbers: list[int]) -> str:
    """Which reruns are unlike the others, and in which files."""
    if "exit code" in odd:
        return f"{numbers[:5]} exit code {odd['exit code']}"
    return f"{numbers[:5]} {', '.join(name for name in odd if odd[name] != usual.get(name))}"
