"""A piece of work, a training or a resumed one, that is done again and again with one of its system calls struck."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reliability.program import calls_of, traced

if TYPE_CHECKING:
    from reliability.program import Call, Ended
    from reliability.runs import Runs


@dataclass(frozen=True, eq=False)
class Work:
    """A training, or one that is gone on with.

    Parameters
    ----------
    runs : Runs
    plan : tuple of str
    options : tuple of str
        More options of the training.
    stopped : Path, optional
        Run that was stopped, of which copies are gone on with.
    """

    runs: Runs
    plan: tuple[str, ...]
    options: tuple[str, ...]
    stopped: Path | None = None

    @property
    def log(self) -> Path:
        """What strace saw of it last."""
        return self.runs.folder.with_suffix(".log")

    @cached_property
    def calls(self) -> list[Call]:
        """Calls that touch the files of the run, in their order."""
        run = self._begun()
        self.runs.program.run(self._arguments(run), Path("/"), attend=partial(traced, log=self.log))
        return [call for call in calls_of(self.log) if str(run.parent) in call.shown]

    def struck(self, call: Call, how: str, *, lasting: bool = False) -> tuple[Path, Ended]:
        """Do it once more, with this done to the call, and to all later ones of its name if it is lasting."""
        run = self._begun()
        inject = f"inject={call.name}:{how}:when={call.number}{'+' if lasting else ''}"
        attend = partial(traced, log=self.log, options=("-e", f"trace={call.name}", "-e", inject))
        return run, self.runs.program.run(self._arguments(run), Path("/"), attend=attend)

    def has_checkpoint_before(self, k: int) -> bool:
        """Whether a checkpoint is in its place before the k-th call."""
        return self.stopped is not None or any(call.moves("checkpoints/") for call in self.calls[:k])

    def _begun(self) -> Path:
        run = self.runs.new()
        if self.stopped is not None:
            shutil.copytree(self.stopped.parent, run.parent, dirs_exist_ok=True)
        return run

    def _arguments(self, run: Path) -> list[str]:
        return self.runs.go_on(self.plan, run) if self.stopped else self.runs.begin(self.plan, run, *self.options)


def stopped_half_way(work: Work) -> Path:
    """Run of a training that was killed when its second checkpoint had been written."""
    moved = [k for k, call in enumerate(work.calls) if call.moves("checkpoints/")]
    run, _ended = work.struck(work.calls[moved[1] + 1], "signal=KILL")
    return run
