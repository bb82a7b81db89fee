"""What a gradient check found: errors, the worst entries, kinks, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasscat.i18n import Text, _, _n, listing, sentences

if TYPE_CHECKING:
    from glasscat.checks.comparison import Comparison, Slope
    from glasscat.checks.rows import Kink
    from glasscat.network import Network

TITLES = {
    "differences": _("differences"),
    "complex-step": _("complex step"),
    "graph": _("graph"),
}
"""Methods as people read them."""


@dataclass(frozen=True, eq=False, repr=False)
class GradientReport:
    """The backward pass of a network beside other ways to its gradient.

    Parameters
    ----------
    network : Network
    m : int
        Samples.
    seed : int
    epsilon : float
        Length of a nudge for the differences.
    cost : float
        J where the gradient was checked.
    in_full : bool
        Whether every parameter was checked.
    comparisons : tuple of Comparison
        One an entry and method.
    kinks : tuple of Kink
        Z of ReLUs that a nudge moved to the other side of 0.
    notes : tuple of Text
        What was converted or left out.
    """

    network: Network
    m: int
    seed: int
    epsilon: float
    cost: float
    in_full: bool
    comparisons: tuple[Comparison, ...]
    kinks: tuple[Kink, ...]
    notes: tuple[Text, ...]

    @property
    def passed(self) -> bool:
        """Whether every entry agrees with every method."""
        return all(each.passed for each in self.comparisons)

    @property
    def methods(self) -> tuple[str, ...]:
        """Methods that were compared."""
        return tuple(dict.fromkeys(each.method for each in self.comparisons))

    def of(self, entry: str, method: str) -> Comparison:
        """Comparison of one entry, such as ``"W1"``, with one method."""
        return next(each for each in self.comparisons if (each.entry.name, each.method) == (entry, method))

    def error(self, method: str) -> float:
        """Largest relative error of an entry by this method, apart from those that are nothing but rounding."""
        counted = (each for each in self.comparisons if each.method == method and not each.is_nothing)
        return max((each.error for each in counted if each.error is not None), default=0.0)

    def worst(self, method: str, n: int = 3) -> list[Slope]:
        """Slopes that are farthest apart, of all entries."""
        found = [slope for each in self.comparisons if each.method == method for slope in each.worst]
        return sorted(found, key=lambda slope: slope.distance, reverse=True)[:n]

    @property
    def scope(self) -> Text:
        """What was looked at."""
        n = self.network.layout.size
        if self.in_full:
            return _n("The parameter was checked.", "All {n} parameters were checked.", n)
        return _(
            "Of {n} parameters some were checked: in each W and b up to {c} of them and {p} random directions.",
            n=n,
            c=20,
            p=4,
        )

    @property
    def sentence(self) -> Text:
        """The verdict in words."""
        failed = [each for each in self.comparisons if not each.passed]
        if failed:
            names = list(dict.fromkeys(each.entry.name for each in failed))
            methods = [TITLES[name] for name in dict.fromkeys(each.method for each in failed)]
            return _(
                "Maybe a mistake: the backward pass of {names} does not agree with: {methods}.",
                names=listing(names),
                methods=listing(methods),
            )
        errors = [_("{method} {error:.1e}", method=TITLES[method], error=self.error(method)) for method in self.methods]
        return _("No mistake found. Largest relative errors: {errors}.", errors=listing(errors))

    @property
    def warning(self) -> Text | None:
        """What to make of the kinks; None where there are none."""
        if not self.kinks:
            return None
        left_out = sum(each.n_left_out for each in self.comparisons)
        return sentences(
            _n(
                "{n} Z of a ReLU is so near to 0 that a nudge moves it to the other side.",
                "{n} Z of ReLUs are so near to 0 that a nudge moves them to the other side.",
                len(self.kinks),
            ),
            _n(
                "Slopes are not to be trusted there: {n} slope was left out.",
                "Slopes are not to be trusted there: {n} slopes were left out.",
                left_out,
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """Everything, at full precision."""
        entries = {each.entry.name: each.entry for each in self.comparisons}
        return {
            "passed": self.passed,
            "sentence": str(self.sentence),
            "network": list(self.network.sizes),
            "parameters": self.network.layout.size,
            "samples": self.m,
            "seed": self.seed,
            "epsilon": self.epsilon,
            "cost": self.cost,
            "checked": "all" if self.in_full else "sampled",
            "errors": {method: self.error(method) for method in self.methods},
            "entries": [
                {
                    "name": name,
                    "shape": list(entry.shape),
                    "methods": {method: self.of(name, method).as_json() for method in self.methods},
                }
                for name, entry in entries.items()
            ],
            "worst": {
                method: [
                    {"place": slope.place, "backward": slope.backward, "other": slope.other}
                    for slope in self.worst(method)
                ]
                for method in self.methods
            },
            "kinks": [
                {"layer": kink.layer, "unit": kink.unit, "sample": kink.sample, "Z": kink.Z} for kink in self.kinks
            ],
            "notes": [str(note) for note in self.notes],
        }

    def __str__(self) -> str:
        from glasscat.checks.report_table import render  # noqa: PLC0415  (rich is loaded when a report is shown)

        return render(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from glasscat.checks.card import gradient_card  # noqa: PLC0415  (only notebooks ask for it)

        return gradient_card(self)
