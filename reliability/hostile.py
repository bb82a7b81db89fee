"""Files that were made to hurt: thousands of spoilt ones through glasscat's own doors, in processes that may die.

Every file is a good one of `hostile_seeds` spoilt by `hostile_mutations`, and told by two numbers, a seed and its
own. It either loads or gives an error with a code. Anything else is a failure: another exception, a process that died,
more than 5 seconds, more than 512 MB, something executed, imported, unpickled or started, a file opened outside the
given one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 5.0
MEGABYTES = 512
_LATE = f"more than {SECONDS:.0f} s"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Outcome:
    """How one file went: the code of its error, or '' where it loaded; and what was wrong, or ''."""

    number: int
    kind: str
    code: str
    wrong: str
    seconds: float
    mb: float


def measure(number: int = 20_000, seed: int = 0) -> Measured:
    """Open ``number`` spoilt files."""
    outcomes = open_all(range(number), seed)
    bad = [outcome for outcome in outcomes if outcome.wrong]
    loaded = sum(not outcome.code for outcome in outcomes)
    codes = len({outcome.code for outcome in outcomes} - {""})
    longest = max(outcome.seconds for outcome in outcomes)
    most = max(outcome.mb for outcome in outcomes)
    first = "; ".join(f"{outcome.number} {outcome.kind}: {outcome.wrong}" for outcome in bad[:5]).replace("|", "/")
    figure = Said(
        f"{number - len(bad):,} of {number:,} (seed {seed}): {loaded:,} load, the others give one of {codes} codes; "
        f"longest {longest:.2f} s, most memory {most:.0f} MB" + (f"; failed: {first}" if bad else ""),
        f"{number:,} 个中的 {number - len(bad):,} 个（种子 {seed}）：{loaded:,} 个可以读入，"
        f"其余给出 {codes} 种错误代码之一；最长 {longest:.2f} 秒，内存最多 {most:.0f} MB"
        + (f"；失败的：{first}" if bad else ""),
    )
    return Measured(_CLAIM, figure, not bad)


_CLAIM = Said(
    "20,000 mutated files (HDF5, five kinds of picture, .npz, models) load or give an error with a code: no traceback, "
    "no process that dies, none over 5 s or 512 MB; nothing is executed, imported, unpickled or started meanwhile, and "
    "no file opened but the given one",
    "20,000 个被改坏的文件（HDF5、五种图片、.npz、模型）要么读入，要么给出带代码的错误：没有回溯，没有进程崩溃，"
    "没有一个超过 5 秒或 512 MB；"
    "其间不执行、不导入、不反序列化、不启动任何东西，除给定的文件外不打开别的文件",
)


def open_all(numbers: Sequence[int], seed: int, workers: int | None = None) -> list[Outcome]:
    """Open the spoilt files of these numbers, some at a time on each processor."""
    workers = workers or min(8, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        shares = [list(numbers[k::workers]) for k in range(workers)]
        outcomes = [one for share in pool.map(lambda share: list(_opened(share, seed)), shares) for one in share]
    return sorted(outcomes, key=lambda outcome: outcome.number)


def _opened(numbers: list[int], seed: int) -> Iterator[Outcome]:
    """One process after another: where one dies, the next goes on behind the file that did it."""
    while numbers:
        done = 0
        for outcome in _until_death(numbers, seed):
            # whoever else uses the machine can make a file late: the second time decides
            yield next(_until_death([outcome.number], seed)) if outcome.wrong == _LATE else outcome
            done += 1
        numbers = numbers[done:]


def _until_death(numbers: list[int], seed: int) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "reliability.hostile_worker", folder, str(seed), str(SECONDS)]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONFAULTHANDLER": ""}
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        said, errors = process.communicate("".join(f"{number}\n" for number in numbers))
    lines = [json.loads(line) for line in said.splitlines()]
    for line in lines:
        if "kind" in line:
            yield _judged(Outcome(**line))
    if process.returncode and not lines:  # no file did that
        raise RuntimeError(errors)
    if process.returncode:
        last = lines[-1]["number"]
        what = f"the process ended with {process.returncode}: {errors.strip()[-200:]}"
        what = _LATE if process.returncode == -signal.SIGALRM else what
        yield Outcome(last, "?", "", what, 0.0, 0.0)


def _judged(outcome: Outcome) -> Outcome:
    if outcome.wrong or (outcome.seconds <= SECONDS and outcome.mb <= MEGABYTES):
        return outcome
    return Outcome(**{**outcome.__dict__, "wrong": f"{outcome.seconds:.1f} s, {outcome.mb:.0f} MB"})


if __name__ == "__main__":  # python -m reliability.hostile FIRST LAST SEED: some of them, to be looked at one by one
    first, last, chosen = map(int, sys.argv[1:])
    found = open_all(range(first, last), chosen)
    print(*(one for one in found if one.wrong), sep="\n")
    print(Counter((one.kind, one.code) for one in found))
    print(max(one.seconds for one in found), "s", max(one.mb for one in found), "MB")
