"""The recipe of a run: everything needed to train again, resolved, in a closed vocabulary.

run.json has it under "recipe". The plan beside it says what was asked for, in the words of whoever asked; the recipe
says what was done, the same way from the command line and from Python.
"""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

import msgspec
import numpy as np

from glasscat.data.reading import Fit  # noqa: TC001  (msgspec reads the annotations)
from glasscat.models.architecture import Architecture
from glasscat.models.rules import RuleWord, rule_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset
    from glasscat.data.origin import Origin
    from glasscat.network import Network
    from glasscat.training.fitted import Fitted


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="data"):
    """A word of the vocabulary; ``data`` says which."""


class LoadedWord(_Data, tag="loaded", frozen=True):
    """Data that `glasscat.load` has read; see `glasscat.data.origin.Origin`."""

    path: str
    test: str | None
    size: tuple[int, int] | None
    fit: Fit
    skip_broken: bool
    holdout: float
    seed: int


class ArraysWord(_Data, tag="arrays", frozen=True):
    """Data that was given as arrays, of which only the fingerprint is kept."""


class ShareWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Samples held out of the training set for patience: a share of every class, drawn by a seed."""

    share: float
    seed: int


class SeedWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `numpy.random.SeedSequence`."""

    entropy: int | tuple[int, ...]
    spawn_key: tuple[int, ...]
    pool_size: int


DataWord: TypeAlias = LoadedWord | ArraysWord


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything needed to train again. Arrays that were given are there by their fingerprints.

    Parameters
    ----------
    architecture : Architecture
    data : word
    held_out : word, str or None
        What patience looked at: a share of the training set, or the fingerprint of samples that were given.
    optimizer : word
    iterations, epochs, batch_size, stop_cost, l2, patience, record_every
        As in `glasscat.train`.
    seed : int or word
    initial : mapping of name to str
        Fingerprints of the initial parameters that were given.
    dtype : "float64" or "float32"
    class_weight : "balanced", mapping of class name to weight, or None
    sample_weight : str or None
        Fingerprint.
    method : "direct" or "span"
        The one that was used.
    """

    architecture: Architecture
    data: DataWord
    held_out: ShareWord | str | None
    optimizer: RuleWord
    iterations: int | None
    epochs: int | None
    batch_size: int | None
    stop_cost: float | None
    seed: int | SeedWord
    initial: dict[str, str]
    dtype: Literal["float64", "float32"]
    l2: float
    class_weight: Literal["balanced"] | dict[str, float] | None
    sample_weight: str | None
    patience: int | None
    record_every: int
    method: Literal["direct", "span"]

    @classmethod
    def of(
        cls,
        fitted: Fitted,
        arguments: Mapping[str, Any],
        *,
        origin: Origin | None = None,
        held_out_share: float | None = None,
    ) -> Self:
        """Spell out a training that has been done.

        Parameters
        ----------
        fitted : Fitted
        arguments : mapping
            Keyword arguments of `glasscat.train` that gave it.
        origin : Origin, optional
            How the data was loaded, where the data set itself does not say so any more.
        held_out_share : float, optional
            Share of the loaded training set that was held out for patience, by the data's seed.

        Raises
        ------
        ModelError
            GC-M09, for a layer that the vocabulary has no word for.
        """
        return cls.spelt(
            fitted.network,
            fitted.data,
            arguments,
            dtype=fitted.theta.dtype.name,
            method=fitted.method,
            origin=origin,
            held_out_share=held_out_share,
        )

    @classmethod
    def spelt(
        cls,
        network: Network,
        data: Dataset,
        arguments: Mapping[str, Any],
        *,
        dtype: str,
        method: str,
        origin: Origin | None = None,
        held_out_share: float | None = None,
    ) -> Self:
        """Spell out a training whose method is known by now; see `of`."""
        given = {
            **dict.fromkeys(("iterations", "epochs", "batch_size", "stop_cost", "class_weight", "patience")),
            "seed": 0,
            "l2": 0.0,
            "record_every": 1,
            **arguments,
        }
        origin = origin or data.origin
        held_out = given.get("held_out")
        share = None if origin is None or held_out_share is None else ShareWord(held_out_share, origin.seed)
        kept = {name: given[name] for name in cls.__struct_fields__ if name in given}
        words = {
            "architecture": Architecture.of(network),
            "data": ArraysWord() if origin is None else LoadedWord(**asdict(origin)),
            "held_out": share or (None if held_out is None else fingerprint(held_out.X)),
            "optimizer": rule_word(given["optimizer"]),
            "seed": _seed_word(given["seed"]),
            "initial": {name: fingerprint(array) for name, array in (given.get("initial") or {}).items()},
            "dtype": dtype,
            "sample_weight": None if given.get("sample_weight") is None else fingerprint(given["sample_weight"]),
            "method": method,
        }
        return cls(**{name: _plain(value) for name, value in (kept | words).items()})

    @classmethod
    def from_json(cls, document: Any) -> Self:  # noqa: ANN401  (it is checked here)
        """Read what `as_json` gave; msgspec.ValidationError for anything else."""
        return msgspec.convert(document, cls)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for run.json."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        return document


def fingerprint(array: ArrayLike) -> str:
    """sha256 of the numbers of an array, as float64."""
    return sha256(np.ascontiguousarray(array, np.float64).data).hexdigest()


def seed_of(word: int | SeedWord) -> int | np.random.SeedSequence:
    """Build the seed that is spelt out."""
    if isinstance(word, int):
        return word
    entropy = word.entropy if isinstance(word.entropy, int) else list(word.entropy)
    return np.random.SeedSequence(entropy, spawn_key=word.spawn_key, pool_size=word.pool_size)


def _seed_word(seed: int | np.random.SeedSequence) -> int | SeedWord:
    if not isinstance(seed, np.random.SeedSequence):
        return int(seed)
    entropy: Any = seed.entropy
    return SeedWord(
        int(entropy) if np.ndim(entropy) == 0 else tuple(map(int, entropy)), tuple(seed.spawn_key), seed.pool_size
    )


def _plain(value: Any) -> Any:  # noqa: ANN401  (whatever a field holds)
    """NumPy's numbers as Python's, which msgspec checks when they are read."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return value.item() if isinstance(value, np.generic) else value
