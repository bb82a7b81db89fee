"""Small trainings that are stopped and gone on with, and whether they end in the bits of one that was not stopped."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import GlasscatError
from glasscat.models.checkpoint import checkpoints, load_checkpoint
from glasscat.models.partial_run import PartialRun
from glasscat.models.run_folder import load_run

if TYPE_CHECKING:
    from reliability.program import Ended, Program

KEPT = ("--checkpoint-every", "20")
PLANS = (
    ("--layers", "4,3", "--dropout", "0.1", "--optimizer", "adam", "--batch-size", "9", "--activation", "tanh"),
    ("--optimizer", "momentum", "--method", "span", "--learning-rate", "0.05", "--l2", "0.01"),
    ("--layers", "4", "--batch-norm", "--patience", "200", "--optimizer", "rmsprop", "--batch-size", "16"),
    ("--layers", "3", "--dtype", "float32", "--optimizer", "nesterov", "--schedule", "one-cycle", "--batch-size", "7"),
)
"""What differs between trainings. No patience runs out: how long they take would depend on chance."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of a few trainings, each in a folder of its own.

    Parameters
    ----------
    program : Program
    folder : Path
        Where they are kept. Nobody works in it: a call of the system that names it is about a run.
    iterations : int
    """

    program: Program
    folder: Path
    iterations: int
    _expected: dict[tuple[str, ...], Any] = field(default_factory=dict)

    @property
    def _data(self) -> Path:
        return self.folder.with_name(self.folder.name + "-data.npz")

    def prepare(self) -> None:
        """Write the data, and let the program import whatever it needs."""
        rng = np.random.default_rng(0)
        X = rng.normal(size=(60, 80))
        np.savez(self._data, X=X, y=(X[:, 0] + 0.3 * rng.normal(size=60) > 0).astype(int))
        self.folder.mkdir()
        first, longer = self.new(), str(self.iterations + 1)
        _check(self.program.run_here(self.begin(PLANS[0], first, *KEPT), Path("/")))
        _check(self.program.run_here(["resume", str(first), "--iterations", longer, "--no-figures"], Path("/")))

    def new(self) -> Path:
        """Folder, which is not there yet, of the next run; alone in a folder of its own."""
        place = self.folder / f"{sum(1 for _ in self.folder.iterdir()):04}"
        place.mkdir()
        return place / "run"

    def begin(self, plan: tuple[str, ...], run: Path, *options: str) -> list[str]:
        """Arguments that train."""
        length = ("--iterations", str(self.iterations), "--print-every", "10", "--no-figures")
        return ["train", str(self._data), *plan, *length, *options, "--out", str(run)]

    def go_on(self, plan: tuple[str, ...], run: Path) -> list[str]:
        """Arguments that go on with what was stopped: anew, if it was stopped before its first checkpoint."""
        if PartialRun.of(run).is_there:
            return ["resume", str(run), "--no-figures"]
        return self.begin(plan, run, *KEPT)

    def expected(self, plan: tuple[str, ...]) -> dict[str, Any]:
        """What a training that nobody stops leaves."""
        if plan not in self._expected:
            self._expected[plan] = bits(self.finished(plan))
        return self._expected[plan]

    def finished(self, plan: tuple[str, ...]) -> Path:
        """Run of a training that nobody stops."""
        run = self.new()
        _check(self.program.run(self.begin(plan, run, *KEPT), Path("/")))
        return run

    def ended_badly(self, plan: tuple[str, ...], run: Path) -> str | None:
        """Go on with a run to its end; what is wrong with it then."""
        if PartialRun.of(run).is_there or not run.exists():
            ended = self.program.run(self.go_on(plan, run), Path("/"))
            if ended.code != 0:
                return f"exit {ended.code} when gone on with: {ended.err}"
            if [path.name for path in run.parent.iterdir()] != [run.name]:
                return "something was left beside it"
        found, expected = bits(run), self.expected(plan)
        other = [name for name, content in expected.items() if found[name] != content]
        return f"other bits in {', '.join(other)}" if other else None


def bits(run: Path) -> dict[str, Any]:
    """Everything that a run keeps, but what the clock said."""
    document = json.loads((run / "run.json").read_text(encoding="utf-8"))
    del document["seconds"]
    document.pop("checkpoint_every", None)
    document["plan"].pop("checkpoint_every", None)
    rows = (run / "history.csv").read_text(encoding="utf-8").splitlines()
    return {
        "run.json": document,
        "history.csv": [row.rsplit(",", 1)[0] for row in rows],
        "model.safetensors": (run / "model.safetensors").read_bytes(),
    }


def unsafe(run: Path, *, had_one: bool) -> str | None:
    """What is wrong with a run whose training was stopped: a damaged file, or nothing to go on from any more."""
    if run.exists():
        try:
            load_run(run)
        except GlasscatError as error:
            return f"the run is not whole: {error}"
        return None
    partial = PartialRun.of(run)
    for path in checkpoints(partial.checkpoints):
        try:
            load_checkpoint(path)
        except (OSError, ValueError) as error:
            return f"{path.name} is not whole: {error}"
    return "no checkpoint was left" if had_one and not partial.is_there else None


def _check(ended: Ended) -> None:
    if ended.code != 0:
        raise RuntimeError(ended.err)
