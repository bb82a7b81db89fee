"""Random trainings, most of them mad: each ends better than it began, or says why not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import warnings
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat import Dataset, GlasscatError, Network, fit, from_arrays
from glasscat.layers.stack import ACTIVATIONS
from glasscat.optimizers import OPTIMIZERS, SCHEDULES, optimizer_by_name
from reliability.judge import flaw
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat import Run

LONGEST = 20
"""Seconds after which a training counts as one that hangs."""

DIVERGED = 5
"""Exit code of a training that is no success."""

MOST_LINES = 3
"""Of an error."""

COMMANDS = 50
"""Of so many trainings one goes through the command line, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A training: its data, and the options of `glasscat train` that it is asked for with."""

    data: Dataset
    options: dict[str, Any]

    @classmethod
    def of(cls, seed: int, number: int) -> Case:
        """The case of a number, whatever others are measured."""
        rng = np.random.default_rng([seed, number])
        n_classes, n_features = int(rng.integers(2, 4)), int(rng.integers(1, 7))
        y = np.arange(int(rng.integers(2 * n_classes, 25))) % n_classes
        X = rng.normal(size=(len(y), n_features)) + rng.choice([0, 1, 10]) * y[:, None]
        columns = rng.random() < 0.2  # each feature on a scale of its own
        scale = 10.0 ** rng.uniform(-200, 200, n_features if columns else 1)
        return cls(from_arrays(X * scale, y), _options(rng, len(y)))

    @property
    def hidden(self) -> list[int]:
        """Units of each hidden layer."""
        return [int(n) for n in self.options["layers"].split(",") if n]

    def fit(self) -> Run:
        """Train by the Python door."""
        asked = self.options
        network = Network.dense(
            self.data.n_features,
            self.hidden,
            self.data.n_classes,
            activation=asked["activation"],
            init=asked["init"],
            init_scale=asked["init-scale"],
            loss=asked["loss"],
            batch_norm=asked.get("batch-norm", False),
            dropout=asked.get("dropout", 0.0),
        )
        m, batch_size = len(self.data.train), asked.get("batch-size")
        return fit(
            network,
            self.data,
            optimizer=optimizer_by_name(
                asked["optimizer"],
                asked["iterations"],
                learning_rate=asked.get("learning-rate"),
                schedule=asked.get("schedule", "constant"),
                weight_decay=asked.get("weight-decay"),
                clip_norm=asked.get("clip-norm"),
            ),
            iterations=asked["iterations"],
            batch_size=None if batch_size is None else min(batch_size, m),
            l2=asked["l2"],
            class_weight=asked.get("class-weight"),
            seed=asked["seed"],
            dtype=np.dtype(asked["dtype"]).type,
            record_every=asked["print-every"],
        )

    def command(self, folder: Path) -> tuple[int, dict[str, Any], str]:
        """Train by the command line: exit code, the document that it prints, and what it says beside."""
        np.savez(folder / "data.npz", X=self.data.train.X, y=self.data.train.y)
        given = [
            word
            for name, value in self.options.items()
            for word in ([f"--{name}"] if value is True else [f"--{name}", str(value)])
        ]
        answer = subprocess.run(
            [
                sys.executable,
                "-m",
                *("glasscat", "train", "data.npz", "--test", "data.npz", "--out", "run", "--no-figures", "--json"),
                *given,
            ],
            cwd=folder,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return answer.returncode, json.loads(answer.stdout), answer.stderr


def _options(rng: np.random.Generator, m: int) -> dict[str, Any]:
    """Options of a training of m samples."""
    rule = str(rng.choice([*OPTIMIZERS]))
    rate, hidden = float(10 ** rng.uniform(-12, 12)), rng.integers(1, 7, rng.integers(0, 4)).tolist()
    options: dict[str, Any] = {
        "layers": ",".join(map(str, hidden)),
        "activation": str(rng.choice([*ACTIVATIONS])),
        "init": str(rng.choice(["zeros", "normal", "xavier", "he"])),
        "init-scale": float(10 ** rng.uniform(-3, 3)),
        "loss": str(rng.choice(["cross-entropy", "squared-error"])),
        "optimizer": rule,
        "iterations": int(rng.integers(1, 60)),
        "l2": float(rng.choice([0.0, 10 ** rng.uniform(-6, 6)])),
        "dtype": str(rng.choice(["float64", "float32"])),
        "print-every": int(rng.choice([1, 10, 100])),
        "seed": int(rng.integers(1000)),
    }
    if rng.random() < 0.2:
        options["class-weight"] = "balanced"
    if rule == "lbfgs":
        return options  # it has none of these
    options["learning-rate"] = rate
    if rng.random() < 0.2 and options["iterations"] > 3:
        options["schedule"] = str(rng.choice([*SCHEDULES]))
    if rule == "adamw" or rng.random() < 0.1:
        options["weight-decay"] = min(0.01, 0.1 / rate)  # more would take all of a weight in one step
    if rng.random() < 0.1:
        options["clip-norm"] = float(10 ** rng.uniform(-6, 6))
    if rng.random() < 0.3:
        options["batch-size"] = int(rng.integers(2, m + 1))
    if hidden and rng.random() < 0.25 and m % options.get("batch-size", m) != 1:
        options["batch-norm"] = True
    if hidden and rng.random() < 0.15:
        options["dropout"] = 0.3
    return options


def verdict(case: Case) -> tuple[str, str]:
    """How a training ended, "better", a code, or "BROKEN", and what there is to say of it."""
    try:
        with warnings.catch_warnings(), no_longer_than(LONGEST):
            warnings.simplefilter("error")
            run = case.fit()
    except GlasscatError as error:
        said = str(error).splitlines()
        is_well = error.exit_code == DIVERGED and error.fix is not None and len(said) <= MOST_LINES
        return (error.code, said[0]) if is_well else ("BROKEN", f"exit {error.exit_code}: {said[0]}")
    except Exception as error:  # noqa: BLE001  (whatever else escapes is what is looked for)
        return "BROKEN", f"{type(error).__name__}: {error}"
    return judged(case, run)


def judged(case: Case, run: Run) -> tuple[str, str]:
    """Whether a training that calls itself a success is one."""
    history = run.history
    if not (np.isfinite(run.theta).all() and np.isfinite(history.final_cost)):
        return "BROKEN", f"not finite, and called a success: cost {history.final_cost}"
    is_thinned = bool(case.options.keys() & {"dropout", "batch-norm"})  # in training it costs something else
    is_batched = "batch-size" in case.options  # the first cost is that of a batch
    if not is_thinned and not is_batched and not history.final_cost < history.first_cost:
        return "BROKEN", f"from {history.first_cost!r} to {history.final_cost!r}"
    is_worse = history.chance is not None and history.final_cost > 1.01 * history.chance
    if is_worse and "GC-N08" not in {finding.code for finding in run.diagnosis}:
        return "BROKEN", f"ended at {history.final_cost!r}, chance {history.chance!r}, and does not say so"
    if not is_thinned and (wrong := flaw(run, case.options)) is not None:
        return "BROKEN", wrong
    return "better", f"from {history.first_cost:.6g} to {history.final_cost:.6g}"


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Break off what takes longer, with a TimeoutError, where the system can."""

    def stop(_signal: int, _frame: object) -> None:
        message = f"it took longer than {seconds} s"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def by_command(case: Case) -> str | None:
    """What is wrong with the same training through the command line; None if nothing is."""
    with TemporaryDirectory() as folder:
        code, document, said = case.command(Path(folder))
    if "Traceback" in said or "Warning" in said:
        return f"command line: {said[-200:]}"
    expected, _why = verdict(case)
    found = document["error"]["code"] if "error" in document else "better"
    if (code, found) != (0 if expected == "better" else DIVERGED, expected):
        return f"command line: exit {code}, {found}; by Python {expected}"
    return None


def measure(number: int = 2000, seed: int = 0) -> Measured:
    """Train so many times at random; of every `COMMANDS` one through the command line, too.

    1 to 4 layers of every activation, all optimisers, initial weights, losses, schedules, batches, L2, batch
    normalisation, dropout; features on scales from 1e-200 to 1e200, learning rates from 1e-12 to 1e12. What
    calls itself a success is judged by `reliability.judge` as well, unless dropout or normalisation make its cost
    another one in training.
    """
    claim = Said(
        f"{number:,} random trainings, rates 1e-12 to 1e12, features of 1e-200 to 1e200, float32 and float64: each "
        "ends better than it began, or says why not with exit code 5, and one that is worse than a constant answer "
        "says so, by formulas of the judge's own, too; no warning of NumPy's, no other error, no hang",
        f"{number:,} 次随机训练，学习率 1e-12 到 1e12，特征量级 1e-200 到 1e200，float32 和 float64："
        "要么结束时比开始时好，要么说明原因并以退出码 5 结束，"
        "还不如固定答案的也会说明，并由裁判自己的公式复核；没有 NumPy 警告，没有别的错误，没有卡住",
    )
    ends, broken, longest = Counter[str](), list[str](), 0.0
    for k in range(number):
        case, start = Case.of(seed, k), perf_counter()
        how, why = verdict(case)
        longest = max(longest, perf_counter() - start)
        if how != "BROKEN" and k % COMMANDS == 0 and (wrong := by_command(case)) is not None:
            how, why = "BROKEN", wrong
        ends[how] += 1
        broken += [f"{k}: {why}"] * (how == "BROKEN")
    codes = ", ".join(f"{code} {n:,}" for code, n in sorted(ends.items()) if code.startswith("GC-"))
    figure = f"{ends['better']:,} better, {codes}; the longest took {longest:.2g} s"
    chinese = f"{ends['better']:,} 次变好，{codes}；最长 {longest:.2g} 秒"
    if broken:
        said = "; ".join(broken[:5]).replace("|", "/").replace("\n", " ")
        figure, chinese = f"{figure}; {len(broken)} broken: {said}", f"{chinese}；{len(broken)} 次不合：{said}"
    return Measured(claim, Said(figure, chinese), not broken)
