"""A piece of work, a training or a resumed one, that is done again and again with one of its system calls struck."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reliability.program import calls_of, struck_in, traced

if TYPE_CHECKING:
    from reliability.program import Call, Ended
    from reliability.runs import Runs

ATTEMPTS = 4


@dataclass(eq=False)
class Work:
    """A training, or one that is gone on with.

    Parameters
    ----------
    runs : Runs
    plan : tuple of str
    options : tuple of str
        More options of the training.
    there : Path, optional
        Run of which a copy is there before: one that was stopped and is gone on with, or one that is overwritten.
    """

    runs: Runs
    plan: tuple[str, ...]
    options: tuple[str, ...]
    there: Path | None = None

    @property
    def _log(self) -> Path:
        """What strace saw of it last."""
        return self.runs.folder.with_suffix(".log")

    @cached_property
    def calls(self) -> list[Call]:
        """Calls that touch the files of the run, in their order."""
        run = self._begun()
        self.runs.program.run(self._arguments(run), Path("/"), attend=partial(traced, log=self._log))
        return [call for call in calls_of(self._log) if str(run.parent) in call.shown]

    def struck(self, k: int, how: str, *, lasting: bool = False) -> tuple[Path, Ended]:
        """Do it once more, with this done to the k-th call, and to all later ones of its name if it is lasting.

        Calls are counted by name, so that it is another one where something new is read before, such as a folder that
        has changed since: then they are counted anew.
        """
        for _attempt in range(ATTEMPTS):
            call, run = self.calls[k], self._begun()
            inject = f"inject={call.name}:{how}:when={call.number}{'+' if lasting else ''}"
            attend = partial(traced, log=self._log, options=("-e", f"trace={call.name}", "-e", inject))
            ended = self.runs.program.run(self._arguments(run), Path("/"), attend=attend)
            if call.is_like(struck_in(self._log)):
                return run, ended
            del self.calls
        raise RuntimeError(f"it never comes again: {call.shown}")

    def has_checkpoint_before(self, k: int) -> bool:
        """Whether there is something to go on from before the k-th call, or an old run that must not be lost."""
        return self.there is not None or any(call.moves("checkpoints/") for call in self.calls[:k])

    @property
    def _goes_on(self) -> bool:
        return self.there is not None and not self.there.exists()

    def _begun(self) -> Path:
        run = self.runs.new()
        if self.there is not None:
            shutil.copytree(self.there.parent, run.parent, dirs_exist_ok=True)
        return run

    def _arguments(self, run: Path) -> list[str]:
        return self.runs.go_on(self.plan, run) if self._goes_on else self.runs.begin(self.plan, run, *self.options)


def stopped_half_way(work: Work) -> Path:
    """Run of a training that was killed when its second checkpoint had been written."""
    moved = [k for k, call in enumerate(work.calls) if call.moves("checkpoints/")]
    run, _ended = work.struck(moved[1] + 1, "signal=KILL")
    return run
