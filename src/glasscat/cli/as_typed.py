"""Errors of the library in the words of the command line: they name the option that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.cli.arguments import value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.errors import GlasscatError

_OPTIONS = {
    "GC-U01": ("--layers",),
    "GC-U02": ("--init",),
    "GC-U03": ("--loss",),
    "GC-U04": ("--learning-rate",),
    "GC-U05": ("--activation",),
    "GC-U09": ("--iterations", "--epochs"),
    "GC-U10": ("--batch-size",),
    "GC-U11": ("--print-every",),
    "GC-U12": ("--dtype",),
    "GC-U20": ("--size",),
    "GC-U21": ("--fit",),
    "GC-U22": ("--holdout",),
    "GC-U23": ("--seed",),
    "GC-U30": ("--method",),
    "GC-U31": ("--method",),
    "GC-U33": ("--method",),
    "GC-U40 beta": ("--momentum",),
    "GC-U40 beta1": ("--momentum",),
    "GC-U40 beta2": ("--beta2",),
    "GC-U41": ("--epsilon",),
    "GC-U42": ("--weight-decay",),
    "GC-U43": ("--clip-value", "--clip-norm"),
    "GC-U44": ("--clip-value", "--clip-norm"),
    "GC-U45": ("--warmup",),
    "GC-U47": ("--warmup", "--schedule"),
    "GC-U48": ("--schedule",),
    "GC-U50": ("--optimizer",),
    "GC-U51": ("--schedule",),
    "GC-U54": ("--freeze",),
    "GC-U60": ("--dropout",),
    "GC-U61": ("--l2",),
    "GC-U64": ("--class-weight",),
    "GC-U65": ("--batch-size",),
    "GC-U80": ("--stop-cost",),
    "GC-U85": ("--init-scale",),
    "GC-U86": ("--freeze",),
    "GC-U94": ("--iterations", "--epochs"),
    "GC-U95": ("--patience",),
    "GC-K05": ("--method",),
    "GC-K06": ("--epsilon",),
}
"""Options that set what an error with this code, about this quantity where the code has several, is about."""


def as_typed(error: GlasscatError, arguments: Sequence[str]) -> GlasscatError:
    """Put the options that were typed in the place of the library's name for them; leave an error about others."""
    options = _OPTIONS.get(error.code) or _OPTIONS.get(f"{error.code} {error.where}", ())
    typed = [option for option in options if value_of(arguments, option) is not None]
    if not typed:
        return error
    return type(error)(error.code, ", ".join(typed), error.problem, error.fix)
