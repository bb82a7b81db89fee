"""A training that is kept on the way: its partial run, its checkpoints, and what is said where it is stopped."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from glasscat.cli.terminal import notes, progress
from glasscat.errors import DivergedError, GlasscatError, StorageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from glasscat.cli.request import Request
    from glasscat.data.dataset import Dataset
    from glasscat.data.origin import Origin
    from glasscat.models.partial_run import PartialRun
    from glasscat.network import Network
    from glasscat.training.fitted import Fitted
    from glasscat.training.record import Record
    from glasscat.training.snapshot import Snapshot


@contextmanager
def place(request: Request, folder: Path, *, overwrite: bool) -> Iterator[tuple[Path, PartialRun | None]]:
    """Give the folder to write the run into, and the partial run, if checkpoints are kept on the way."""
    from glasscat.models.partial_run import new_partial_run, new_whole_run

    if request.checkpoint_every is None:
        with telling_lost(), new_whole_run(folder, overwrite=overwrite) as draft:
            yield draft, None
        return
    with telling(folder), new_partial_run(folder, overwrite=overwrite) as partial:
        yield partial.folder, partial


@contextmanager
def telling_lost() -> Iterator[None]:
    """Say that nothing is kept, where a training without checkpoints is interrupted, and what would have kept it."""
    try:
        yield
    except KeyboardInterrupt:
        notes([_("nothing of this training is kept; with --checkpoint-every N it could be gone on with.")])
        raise


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Say how to go on, where a training with checkpoints is stopped before its end, by whatever it may be."""
    from glasscat.models.partial_run import PartialRun

    try:
        yield
    except BaseException as error:
        partial = PartialRun.of(folder)
        is_answered = isinstance(error, GlasscatError) and not isinstance(error, StorageError)
        if partial.is_there and not is_answered:
            notes([_("its last checkpoint is kept; go on with: glasscat resume {run}", run=str(folder))])
        elif isinstance(error, KeyboardInterrupt) and not partial.target.exists():
            notes([_("nothing of this training is kept: it was stopped before its first checkpoint.")])
        raise


def keeping(
    partial: PartialRun,
    request: Request,
    network: Network,
    data: Dataset,
    arguments: Mapping[str, Any],
    *,
    origin: Origin | None,
    held_out_share: float | None,
    overwrite: bool,
) -> Iterator[Record]:
    """Records of a training with checkpoints, the first of which comes before the first step."""
    from glasscat.models.document import provenance
    from glasscat.models.recipe import Recipe
    from glasscat.training.loop import pausing
    from glasscat.training.plan import Plan

    def describe(snapshot: Snapshot) -> dict[str, Any]:
        recipe = Recipe.spelt(
            network,
            data,
            arguments,
            dtype=request.dtype,
            method=snapshot.method,
            origin=origin,
            held_out_share=held_out_share,
        )
        more = {"recipe": recipe.as_json(), "checkpoint_every": request.checkpoint_every, "overwrite": overwrite}
        return provenance(data, asdict(request)) | more

    descent = pausing(Plan(network, data, **arguments), request.checkpoint_every or 0)
    return partial.keeping(descent.stops(), describe)


def read(network: Network, data: Dataset, stream: Iterator[Record]) -> tuple[Fitted, DivergedError | None]:
    """Read a training to its end with a bar; one that diverged gives what there was, and the error that says so."""
    from glasscat.training.fitted import Fitted, collect

    with progress(_("training")) as bar:
        try:
            return collect(network, data, stream, bar and (lambda record: bar(record.iteration, record.steps))), None
        except DivergedError as error:
            if not isinstance(error.fitted, Fitted):
                raise
            return error.fitted, error
