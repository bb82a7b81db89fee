"""The same training on many parts of the same samples: each part a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from glasscat.data.dataset import Dataset, Samples
from glasscat.data.inspection import inspect
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.training.many import train_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.training.many import Ending
    from glasscat.training.plan import Plan
    from glasscat.typing import Integers

Make: TypeAlias = "Callable[[Dataset], Plan]"
"""Gives the plan of a training on some data."""


def same_plan(plan: Plan) -> Make:
    """Give the same plan for any part of its data.

    Raises
    ------
    UsageError
        GC-Y08, where it has weights for single samples, or samples held out: those belong to the whole.
    """
    if plan.sample_weight is not None or plan.held_out is not None:
        what = "sample_weight" if plan.sample_weight is not None else "held_out"
        problem = _("it is of all the samples together, and a study trains on parts of them.")
        raise UsageError("GC-Y08", what, problem, _("leave it out, or use class_weight."))
    return lambda data: replace(plan, data=data)


@dataclass(frozen=True, eq=False)
class Pool:
    """Samples that are divided into training and test parts again and again.

    Parameters
    ----------
    samples : Samples
    like : Dataset
        The data set that they are from.
    """

    samples: Samples
    like: Dataset

    @classmethod
    def of_all(cls, data: Dataset) -> Pool:
        """Training and test samples together, in this order."""
        if data.test is None:
            return cls(data.train, data)
        train, test = data.train, data.test
        same = train.X.dtype == test.X.dtype and train.scale == test.scale
        X: Any = np.concatenate([one.X if same else one.X.astype(np.float64) / one.scale for one in (train, test)])
        y, names = np.concatenate([train.y, test.y]), train.names + test.names
        return cls(Samples(X, y, names, train.scale if same else 1.0), data)

    def __len__(self) -> int:
        return len(self.samples)

    def divided(self, train: Integers, test: Integers) -> Dataset:
        """Data set of two parts, samples by number."""
        like = self.like
        return Dataset(
            self.samples.take(train), self.samples.take(test), like.class_names, like.source, like.notes, like.fit
        )

    @cached_property
    def likenesses(self) -> tuple[tuple[int, ...], ...]:
        """Groups of samples that repeat each other, exactly or nearly, as inspection finds them."""
        whole = Dataset(self.samples, None, self.like.class_names, self.like.source)
        return tuple(
            tuple(int(k) for k in item["indices"])
            for finding in inspect(whole)
            for item in finding.items
            if isinstance(item, dict) and "indices" in item
        )

    def leaked(self, train: Integers, test: Integers) -> list[int]:
        """Numbers of the test samples that repeat a training sample."""
        in_train, in_test = set(train.tolist()), set(test.tolist())
        return sorted({k for group in self.likenesses if in_train & set(group) for k in in_test & set(group)})


def trained_alone(plan: Plan) -> Ending:
    """Train one plan."""
    return train_together([plan])[0]


def one_by_one(row: Callable[[int], Row], missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
    """Compute the rows of these numbers, each by itself; see `glasscat.studies.study.Study.rows`."""
    for done, number in enumerate(missing, 1):
        found = row(number)
        tell(done, len(missing))
        yield [(number, found)]


def permutations(m: int, times: int, seed: int) -> list[Integers]:
    """Orders of m samples, one after the other from one generator."""
    random = np.random.default_rng(np.random.SeedSequence(seed))
    return [random.permutation(m) for _k in range(times)]


def at_least(code: str, name: str, found: int, least: int) -> None:
    """Refuse a number of folds, repeats or draws that is too small, or none."""
    if not isinstance(found, int | np.integer) or found < least:
        problem = _("it must be a whole number of at least {least}; found {found}.", least=least, found=repr(found))
        raise UsageError(code, name, problem, _("give for example {n}.", n=max(least, 5)))
