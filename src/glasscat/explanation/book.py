"""The book of a run: every quantity that can be opened, found by its name."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.explanation.blocks import blocks
from glasscat.explanation.explanation import Explanation
from glasscat.explanation.family import SAMPLE, Axis
from glasscat.explanation.forward import FORWARD
from glasscat.explanation.names import Name
from glasscat.explanation.of_answers import accuracy_families, answer_families
from glasscat.explanation.of_association import association_families
from glasscat.explanation.of_baselines import baseline_families
from glasscat.explanation.of_comparisons import confusion_families, ranking_families
from glasscat.explanation.of_costs import cost_families
from glasscat.explanation.of_parameters import norm_family, parameter_families
from glasscat.explanation.of_passes import pass_families
from glasscat.explanation.of_recalls import recall_families
from glasscat.explanation.of_repeats import repeat_families
from glasscat.explanation.scene import in_training, in_use
from glasscat.explanation.scores import Scores
from glasscat.explanation.update import STEPS, before_norm
from glasscat.explanation.whole import Whole
from glasscat.i18n import _, listing
from glasscat.optimizers import LBFGS, AdamW
from glasscat.training.replay import last_moment

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples
    from glasscat.explanation.family import Family
    from glasscat.explanation.scene import Scene
    from glasscat.explanation.subject import Subject
    from glasscat.typing import Integers

JUDGED = (
    confusion_families,
    association_families,
    recall_families,
    baseline_families,
    ranking_families,
    repeat_families,
)
"""What a verdict on a test set has."""
KNOWN = {*STEPS, AdamW, LBFGS}
"""Rules whose steps can be opened."""
REMEMBERED = 8
"""Passes that are kept."""
NEAR = 0.75
"""Likeness of names from which one is taken for a slip of the other; of difflib, 1 for equal ones."""


class Book:
    """Everything that can be opened in a run.

    Parameters
    ----------
    subject : Subject
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.blocks = blocks(subject.network)
        self.last = last_moment(subject.history)
        for part, known in (*((block.layer, FORWARD) for block in self.blocks), (self._core, KNOWN)):
            if type(part) not in known:
                raise UsageError(
                    "GC-Q11",
                    _("run"),
                    _(
                        "only glasscat's own layers and optimisers have formulas here; found {kind}.",
                        kind=type(part).__name__,
                    ),
                    _("open a run that is made of those."),
                )
        self._scenes: dict[tuple[str, int | None], Scene] = {}

    @cached_property
    def families(self) -> dict[str, Family]:
        """Families of quantities by name."""
        found = [cost_families(self), parameter_families(self), [norm_family(self)], pass_families(self)]
        for part in ("train", "test"):
            if part == "train" or self.subject.data.test is not None:
                scores = Scores(self, part)
                found += [answer_families(scores), accuracy_families(scores)]
        if self.subject.data.test is not None:
            found += [kind(scores) for kind in JUDGED]
        return {family.name: family for family in chain.from_iterable(found)}

    def open(self, words: str) -> Explanation | Whole:
        """Open a quantity by its name, or an array of them by its name without indices.

        Raises
        ------
        UsageError
            GC-Q01, GC-Q02: not a name, or that of nothing in this run; GC-Q03 to GC-Q07: a place that it does not have.
        """
        name = self._resolved(Name.read(words))
        name = self._numbered(name)
        family = self.families.get(name.family)
        if family is None:
            raise self._unknown(name)
        family.check(name, self.last)
        if family.axes and not name.indices:
            return Whole(self, family, name)
        return Explanation(self, family, name)

    def entry(self, words: str) -> Explanation:
        """Open a single number."""
        found = self.open(words)
        return found if isinstance(found, Explanation) else found.entries[0]

    def columns(self, family: Family, iteration: int | None) -> Integers | None:
        """Which samples a family has at a step, where that is not all of them."""
        if family.timed != "always" or not family.axes or family.axes[-1].what != SAMPLE:
            return None
        return self.scene("", iteration).samples

    def _numbered(self, name: Name) -> Name:
        """The name with numbers where classes are given by their names."""
        family = self.families.get(name.family)
        if family is None or len(family.axes) != len(name.indices):
            return name
        return replace(name, indices=tuple(map(Axis.number_of, family.axes, name.indices)))

    def _resolved(self, name: Name) -> Name:
        """A name of a step without an iteration means the whole training set, at the end; A0 is X."""
        if name.symbol == "A0":
            name = Name(name.part, "X", name.indices, None)
        family = self.families.get(name.family)
        in_use_too = f"train.{name.symbol}" in self.families
        if family is not None and family.timed == "always" and name.iteration is None and in_use_too:
            return Name("train", name.symbol, name.indices, None)
        ended = name.iteration == self.subject.history.iterations
        if name.family == "cost" and ended and name.iteration not in dict(self.subject.history.costs):
            return Name("train", "cost", (), None)  # no step follows the end
        return name

    def _unknown(self, name: Name) -> UsageError:
        known = list(self.families)
        lower = {one.lower(): one for one in known}
        near = get_close_matches(name.family.lower(), list(lower), n=1, cutoff=NEAR)
        problem = _("there is no such quantity in this run.")
        if near:
            problem = _("there is no such quantity in this run; the nearest is {nearest}.", nearest=lower[near[0]])
        return UsageError("GC-Q02", str(name), problem, _("choose one of {known}.", known=listing(known)))

    def samples(self, part: str) -> Samples:
        """Samples of a part; those of training for a step."""
        return self.subject.parts[part or "train"]

    def n_samples(self, part: str) -> int:
        """How many these are."""
        return len(self.samples(part))

    def scene(self, part: str, iteration: int | None) -> Scene:
        """A pass, kept for the next question."""
        key = part, iteration
        if key not in self._scenes:
            while len(self._scenes) >= REMEMBERED:
                del self._scenes[next(iter(self._scenes))]
            self._scenes[key] = (
                in_use(self.subject, part, iteration) if part else in_training(self.subject, iteration or 0)
            )
        return self._scenes[key]

    def gradient_norm(self, iteration: int | None) -> float:
        """Length of the gradient, as clipping by norm sees it."""
        layout, scene = self.subject.network.layout, self.scene("", iteration)
        grad = np.concatenate([scene.arrays[f"d{entry.name}"].ravel() for entry in layout.entries])
        counted, limit = before_norm(self.subject.optimizer, layout.size)
        grad = np.where(counted, np.clip(grad, -limit, limit), 0)
        return float(np.sqrt(np.vecdot(grad, grad)))

    @property
    def rule(self) -> str:
        """Update rule, as its own documentation has it."""
        return _RULES.get(type(self._core).__name__, type(self._core).__name__)

    @property
    def _core(self) -> object:
        rule: object = self.subject.optimizer
        while hasattr(rule, "optimizer"):
            rule = rule.optimizer
        return rule


_ADAM = "theta := theta - rate (v / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)"
_RULES = {
    "GradientDescent": "theta := theta - rate dtheta",
    "Momentum": "v := beta v + dtheta; theta := theta - rate v",
    "Nesterov": "v := beta v + dtheta; theta := theta - rate (dtheta + beta v)",
    "AdaGrad": "s := s + dtheta²; theta := theta - rate dtheta / (sqrt(s) + epsilon)",
    "RMSProp": "s := beta2 s + (1 - beta2) dtheta²; theta := theta - rate dtheta / (sqrt(s) + epsilon)",
    "Adam": f"v := beta1 v + (1 - beta1) dtheta; s := beta2 s + (1 - beta2) dtheta²; {_ADAM}",
    "AdamW": f"theta := (1 - rate decay) theta; then as Adam: {_ADAM}",
    "LBFGS": "theta := theta - alpha H dtheta, H from the last steps, alpha from a line search",
}
