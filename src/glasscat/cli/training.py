"""A training from its request to its run folder."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from glasscat.cli.clock import Clock
from glasscat.cli.kept import keeping, place, read
from glasscat.cli.terminal import notes, progress
from glasscat.errors import DivergedError, StorageError
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from glasscat.cli.request import Request
    from glasscat.data.dataset import Dataset, Samples
    from glasscat.data.findings import Finding
    from glasscat.data.origin import Origin
    from glasscat.i18n import Text
    from glasscat.models.judged import Judged
    from glasscat.models.model import Model
    from glasscat.models.partial_run import PartialRun
    from glasscat.models.recipe import Recipe
    from glasscat.training.fitted import Fitted

HELD_OUT = 0.2
"""Share of every class that is set aside for patience."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a training has given."""

    request: Request
    fitted: Fitted
    model: Model
    judged: Judged
    document: dict[str, Any]
    has_figures: bool


def carry_out(request: Request, folder: Path, *, overwrite: bool, figures: bool = True) -> Outcome:
    """Load, look, train, judge, keep, draw.

    Raises
    ------
    DivergedError
        GC-T01 to GC-T03, after the course of the training was kept, without a model.
    StorageError
        GC-S01 to GC-S04; ``unkept`` is the outcome, or that it diverged, if training had come to its end by then.
    """
    from glasscat.data.inspection import inspect
    from glasscat.models.document import provenance

    clock = Clock()
    request.check()
    done = None
    try:
        with place(request, folder, overwrite=overwrite) as (draft, partial):
            data = loaded(request)
            origin = data.origin
            clock.load_ends()
            data, held_out = hold_out(data, request)
            notes(_about_method(request, data))
            findings = inspect(data)  # as it is trained on, or the findings would number other samples
            fitted, failure = _train(request, data, held_out, partial, origin=origin, overwrite=overwrite)
            kept = provenance(fitted.data, asdict(request)) | {"recipe": _recipe(request, fitted, origin).as_json()}
            if partial is not None:
                kept["checkpoint_every"] = request.checkpoint_every
            done = Trained.judged(request, fitted, failure, findings, clock, has_figures=figures)
            done.keep(draft, folder, kept)
        return done.conclude(folder)
    except StorageError as error:
        error.unkept = None if done is None else done.outcome
        raise


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A training that has come to its end, or to that of the finite numbers.

    Parameters
    ----------
    fitted : Fitted
    document : dict
        Of the training, as `train --json` prints it and run.json keeps it.
    outcome : Outcome or DivergedError
    """

    fitted: Fitted
    document: dict[str, Any]
    outcome: Outcome | DivergedError

    @classmethod
    def judged(
        cls,
        request: Request,
        fitted: Fitted,
        failure: DivergedError | None,
        findings: Sequence[Finding],
        clock: Clock,
        *,
        has_figures: bool,
    ) -> Self:
        """Judge it, unless it diverged."""
        from glasscat.models.document import training_document
        from glasscat.models.judged import judged
        from glasscat.models.model import Model

        if failure is not None:
            document = training_document(fitted, findings, None, None, status="diverged")
            return cls(fitted, document | {"seconds": clock.seconds(fitted)}, failure)
        model = Model.of(fitted, request.fit)
        with progress(_("judging")) as bar:
            worth = judged(model, fitted.data, findings, bar)
        document = training_document(fitted, worth.findings, worth.train, worth.verdict)
        document["seconds"] = clock.seconds(fitted)
        return cls(fitted, document, Outcome(request, fitted, model, worth, document, has_figures))

    def keep(self, draft: Path, folder: Path, kept: dict[str, Any]) -> None:
        """Write it into ``draft``, which becomes ``folder``."""
        from glasscat.models.run_folder import write_run

        model = None
        if isinstance(self.outcome, Outcome):
            model = self.outcome.model
        elif folder.exists():
            notes([_("{folder} is as it was: a training that diverged replaces no run.", folder=str(folder))])
            raise self.outcome
        write_run(draft, self.document | kept, self.fitted.history, model)

    def conclude(self, folder: Path) -> Outcome:
        """Draw, and add what is known only now; the error of a training that diverged."""
        if not isinstance(self.outcome, Outcome):
            notes([_("the course of the training is kept in {folder}, without a model.", folder=str(folder))])
            raise self.outcome
        self.document.update(run=str(folder), model=str(folder / "model.safetensors"))
        if self.outcome.has_figures:
            _draw(self.outcome, folder)
        return self.outcome


def loaded(request: Request) -> Dataset:
    """Read the data, with a bar while picture files are read."""
    from glasscat.data.load import load

    with progress(_("reading pictures")) as bar:
        return load(
            request.data,
            request.test,
            size=request.size,
            fit=request.fit,
            skip_broken=request.skip_broken,
            holdout=request.holdout,
            seed=request.seed,
            progress=bar,
        )


def _train(
    request: Request,
    data: Dataset,
    held_out: Samples | None,
    partial: PartialRun | None,
    *,
    origin: Origin | None,
    overwrite: bool,
) -> tuple[Fitted, DivergedError | None]:
    """Train, with checkpoints if they are asked for; see `glasscat.cli.kept.read`."""
    from glasscat.training.loop import train

    network = request.network(data)
    arguments = {"held_out": held_out, **request.training(len(data.train))}
    if partial is None:
        return read(network, data, train(network, data, **arguments))
    share = None if request.patience is None else HELD_OUT
    records = keeping(
        partial, request, network, data, arguments, origin=origin, held_out_share=share, overwrite=overwrite
    )
    return read(network, data, records)


def hold_out(data: Dataset, request: Request) -> tuple[Dataset, Samples | None]:
    """Set a fifth of the training samples aside for patience to look at, where it was asked for."""
    from glasscat.data.splits import set_aside

    if request.patience is None:
        return data, None
    train, held_out = set_aside(data.train, HELD_OUT, request.seed, source=data.source, called="held-out")
    return with_note(replace(data, train=train), len(held_out)), held_out


def with_note(data: Dataset, n_held_out: int) -> Dataset:
    """Say in the notes of the data how many samples are held out of it."""
    note = _n(
        "{n} training sample is held out for --patience; it is neither trained on nor tested on.",
        "{n} training samples are held out for --patience; they are neither trained on nor tested on.",
        n_held_out,
    )
    return replace(data, notes=(*data.notes, note))


def _about_method(request: Request, data: Dataset) -> list[Text]:
    """Say that the span method, where it was asked for, is not the shorter way."""
    m, n_x = len(data.train), data.n_features
    if request.method != "span" or m <= n_x:
        return []
    note = _(
        "--method span is carried out, but saves nothing: there are more training samples ({m}) than numbers in a "
        "sample ({n_x}). --method auto takes the direct way here; the steps are the same.",
        m=m,
        n_x=n_x,
    )
    return [note]


def _recipe(request: Request, fitted: Fitted, origin: Origin | None) -> Recipe:
    """Recipe of what was trained on data of this origin."""
    from glasscat.models.recipe import Recipe

    arguments = request.training(len(fitted.data.train))
    return Recipe.of(fitted, arguments, origin=origin, held_out_share=None if request.patience is None else HELD_OUT)


def _draw(outcome: Outcome, folder: Path) -> None:
    """Draw the figures into the finished run folder: a disk that is full by now costs pictures, not the run."""
    from glasscat.reports.figures import write_figures
    from glasscat.reports.run_figures import run_figures

    try:
        worth = outcome.judged
        figures = run_figures(outcome.fitted, worth.findings, worth.verdict, worth.probabilities)
        write_figures(folder / "figures", figures, tell=lambda note: notes([note]))
    except (StorageError, KeyboardInterrupt):
        notes([_("the run is kept in {folder}, but not all of its figures.", folder=str(folder))])
        raise
