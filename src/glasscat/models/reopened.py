"""A run folder opened again with its data: everything that is needed to train it once more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from glasscat.data.load import DRAWN_CATS, load
from glasscat.data.splits import set_aside
from glasscat.errors import ModelError
from glasscat.i18n import _
from glasscat.models.numerics import numerics, versions
from glasscat.models.recipe import LoadedWord, Recipe, ShareWord, fingerprint, seed_of
from glasscat.models.rules import rule_of
from glasscat.models.run_folder import StoredRun, load_run
from glasscat.training.arguments import dataset_of
from glasscat.training.plan import Plan
from glasscat.training.replay import moments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.i18n import Text
    from glasscat.network import Network
    from glasscat.training.replay import Moment


@dataclass(frozen=True, slots=True, eq=False)
class Reopened:
    """A stored run, its data, and how it was trained.

    Parameters
    ----------
    stored : StoredRun
    data : Dataset
        What it was trained on; where samples were held out for patience, without them.
    recipe : Recipe
    arguments : dict
        Keyword arguments of `glasscat.train` that give the same run, but for network and data; the method is the one
        that was used.
    """

    stored: StoredRun
    data: Dataset
    recipe: Recipe
    arguments: dict[str, Any]

    @property
    def network(self) -> Network:
        """The network, as it was before training too: it knows how its weights begin."""
        return self.recipe.architecture.network()

    def moments(self) -> Iterator[Moment]:
        """Train again, step by step; see `glasscat.training.replay.moments`."""
        return moments(self.network, self.data, self.arguments, self.stored.history, here=self.is_from_here)

    @property
    def plan(self) -> Plan:
        """The plan of the same training."""
        return Plan(self.network, self.data, **self.arguments)

    @property
    def is_from_here(self) -> bool:
        """Whether it was trained under the same arithmetic as this: versions, BLAS, processor and threads."""
        document, now = self.stored.document, versions()
        then = document.get("versions", {})
        same = all(then.get(name) == now[name] for name in ("glasscat", "numpy", "scipy"))
        return bool(same and document.get("numerics") == numerics())


def reopen(
    path: str | Path,
    data: Dataset | tuple[ArrayLike, ArrayLike] | str | Path | None = None,
    *,
    test: str | Path | None = None,
    initial: Mapping[str, ArrayLike] | None = None,
    sample_weight: ArrayLike | None = None,
    held_out: Samples | None = None,
) -> Reopened:
    """Open a run folder, and load its data again as its recipe says.

    Parameters
    ----------
    path : str or Path
        A run folder.
    data : Dataset, pair (X, y) of arrays, str or Path, optional
        What it was trained on, or where that is now; needed if it was given as arrays, or has moved.
    test : str or Path, optional
        Where the test set is now, if it has moved.
    initial, sample_weight, held_out : optional
        As they were given to the training: a run folder keeps only their fingerprints.

    Raises
    ------
    ModelError
        GC-M20: the run has no recipe. GC-M21: its data has gone. GC-M22: its data has changed. GC-M23: something that
        it was trained with is not kept, and was not given, or is not what it was. GC-M01 to GC-M11: the folder.
    DataError
        GC-D01 to GC-D42, for data that cannot be read.
    """
    stored = load_run(path)
    found, recipe, arguments = rebuilt(
        stored.path,
        stored.document,
        data,
        test=test,
        initial=initial,
        sample_weight=sample_weight,
        held_out=held_out,
    )
    return Reopened(stored, found, recipe, arguments)


def rebuilt(
    path: Path,
    document: Mapping[str, Any],
    data: Dataset | tuple[ArrayLike, ArrayLike] | str | Path | None = None,
    *,
    test: str | Path | None = None,
    initial: Mapping[str, ArrayLike] | None = None,
    sample_weight: ArrayLike | None = None,
    held_out: Samples | None = None,
) -> tuple[Dataset, Recipe, dict[str, Any]]:
    """Load the data again, and build the arguments of the training, from a document with a recipe; see `reopen`."""
    recipe = _recipe(path, document)
    optimizer = rule_of(recipe.optimizer)
    if optimizer is None:
        raise _not_kept(path, _("its optimiser, which is not one of glasscat's"), _("it cannot be trained again."))
    found = _data(path, recipe.data, data, test)
    if isinstance(recipe.held_out, ShareWord) and held_out is None:
        share, split_seed = recipe.held_out.share, recipe.held_out.seed
        train, held_out = set_aside(found.train, share, split_seed, source=found.source, called="held-out")
        found = replace(found, train=train)
    _check_fingerprint(path, document, found)
    expected = {name: fingerprint(array) for name, array in (initial or {}).items()}
    _check_given(path, "initial", expected or None, recipe.initial or None)
    _check_given(path, "sample_weight", _digest(sample_weight), recipe.sample_weight)
    if not isinstance(recipe.held_out, ShareWord):
        _check_given(path, "held_out", None if held_out is None else fingerprint(held_out.X), recipe.held_out)
    arguments = {
        **{name: getattr(recipe, name) for name in _AS_THEY_ARE},
        "optimizer": optimizer,
        "seed": seed_of(recipe.seed),
        "dtype": np.dtype(recipe.dtype).type,
        "initial": initial,
        "sample_weight": sample_weight,
        "held_out": held_out,
    }
    return found, recipe, arguments


_AS_THEY_ARE = (
    "iterations",
    "epochs",
    "batch_size",
    "stop_cost",
    "l2",
    "class_weight",
    "patience",
    "record_every",
    "method",
)


def _recipe(path: Path, document: Mapping[str, Any]) -> Recipe:
    """Recipe in run.json, checked word for word; GC-M20 without one."""
    fix = _("train it again with this version of glasscat.")
    word = document.get("recipe")
    if word is None:
        problem = _("its run.json has no recipe: it was kept by an older version.")
        raise ModelError("GC-M20", str(path), problem, fix)
    try:
        return msgspec.convert(word, Recipe)
    except msgspec.ValidationError as error:
        problem = _("the recipe in its run.json is not what it should be ({reason}).", reason=str(error))
        raise ModelError("GC-M20", str(path), problem, fix) from error


def _data(path: Path, word: Any, given: Any, test: str | Path | None) -> Dataset:  # noqa: ANN401  (see `reopen`)
    """Data of a run: as it was given now, or loaded as it was loaded then."""
    if given is not None and not isinstance(given, str | Path):
        return dataset_of(given)
    if not isinstance(word, LoadedWord):
        raise _not_kept(path, _("its data, which was given as arrays"), _("give the data set, or the pair (X, y)."))
    places = [word.path if given is None else str(given)]
    if test is not None or word.test is not None:
        places.append(str(test) if test is not None else str(word.test))
    for place in places:
        if place != DRAWN_CATS and not Path(place).exists():
            problem = _("the data that it was trained on has gone: there is no {place}.", place=place)
            raise ModelError("GC-M21", str(path), problem, _("say where the data is now."))
    return load(
        *places, size=word.size, fit=word.fit, skip_broken=word.skip_broken, holdout=word.holdout, seed=word.seed
    )


def _check_fingerprint(path: Path, document: Mapping[str, Any], data: Dataset) -> None:
    """Refuse data that is not what the run was trained and tested on (GC-M22)."""
    expected = document.get("source", {}).get("fingerprint")
    if data.fingerprint != expected:
        raise ModelError(
            "GC-M22",
            str(path),
            _(
                "its data has changed: fingerprint {found}… was found, {expected}… was recorded.",
                found=data.fingerprint[:16],
                expected=str(expected)[:16],
            ),
            _("give the data as it was, training set and test set, or train again on the data as it is."),
        )


def _digest(array: ArrayLike | None) -> str | None:
    return None if array is None else fingerprint(array)


def _check_given(path: Path, name: str, found: object, expected: object) -> None:
    """Refuse an argument of training that is not the one whose fingerprint was kept (GC-M23)."""
    if found == expected:
        return
    if found is None:
        fix = _("give {name} as it was given to the training.", name=name)
        raise _not_kept(path, _("its {name}, of which only the fingerprint is kept", name=name), fix)
    problem = _("{name} is not what it was: its fingerprint is another one.", name=name)
    raise ModelError("GC-M23", str(path), problem, _("give {name} as it was given to the training.", name=name))


def _not_kept(path: Path, what: Text, fix: Text) -> ModelError:
    problem = _("the folder does not hold {what}.", what=what)
    return ModelError("GC-M23", str(path), problem, fix)
