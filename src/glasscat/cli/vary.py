"""What ``--vary`` says: an option of `train` and the values to try, ``init=zeros,he`` or ``l2=1e-4..1e-2:100``."""

from __future__ import annotations

import re
from dataclasses import fields
from inspect import signature
from typing import TYPE_CHECKING, Any, get_args, get_origin

from glasscat.cli.request import Request
from glasscat.cli.study_options import OF_ONE_RUN
from glasscat.cli.train_defaults import defaults
from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text
    from glasscat.studies.grid import Between

RANGE = re.compile(r"([^.:]+(?:\.[^.:]+)?|[^:]+?)\.\.([^:]+)(?::(.*))?")
YES, NO = {"yes", "true", "on", "1"}, {"no", "false", "off", "0"}


def varied(given: Sequence[str]) -> dict[str, list[Any] | Between]:
    """Values of each option, by its name in the request.

    Parameters
    ----------
    given : sequence of str
        ``NAME=VALUE,VALUE…`` or ``NAME=LOW..HIGH:N``. Where a value holds commas itself, as in ``layers``, values are
        separated by semicolons.

    Raises
    ------
    UsageError
        GC-Y01 for an option that `train` does not have, GC-Y02 for no values, GC-Y04 for a value that is not of the
        option's kind, GC-Y05 for an option that is named twice.
    """
    known = [field.name for field in fields(Request) if field.name not in OF_ONE_RUN]
    found: dict[str, list[Any] | Between] = {}
    for one in given:
        key, equals, values = _parted(one)
        if key not in known:
            raise unknown_name("GC-Y01", "--vary", one.partition("=")[0].strip(), known)
        if not equals or not values.strip():
            problem = _("there are no values of {name} to try.", name=key)
            raise UsageError("GC-Y02", "--vary", problem, _("write it as {name}=VALUE,VALUE.", name=key))
        if key in found:
            problem = _("{name} is named twice.", name=key)
            raise UsageError("GC-Y05", "--vary", problem, _("give all its values at once, with commas between them."))
        found[key] = _range(key, values) or [_value(key, word.strip()) for word in _words(values)]
    return found


def on_layers(given: Sequence[str]) -> list[Text]:
    """How ``layers=20,7,5`` is read: as three networks, where one of three hidden layers may have been meant."""
    said = []
    for one in given:
        key, _equals, values = _parted(one)
        n = sum(bool(word.strip()) for word in values.split(","))
        if key == "layers" and n > 1 and ";" not in values:
            text = _(
                "--vary layers={values} tries {n} networks of one hidden layer each; a semicolon separates networks of "
                "several, as in --vary 'layers=5;20,7,5'.",
                values=values,
                n=n,
            )
            said.append(text)
    return said


def _parted(one: str) -> tuple[str, str, str]:
    """Name as a request has it, the equals sign, and the values."""
    name, equals, values = one.partition("=")
    return name.strip().lstrip("-").replace("-", "_"), equals, values


def _words(values: str) -> list[str]:
    return values.split(";") if ";" in values else values.split(",")


def _range(key: str, values: str) -> Between | None:
    """A range, if it is one."""
    from glasscat.studies.grid import Between

    match = RANGE.fullmatch(values.strip())
    if match is None or kind_of(key) not in {int, float}:
        return None
    low, high, n = match.groups()
    ends = _value(key, low.strip()), _value(key, high.strip())
    if n is not None and not n.strip().isdecimal():
        raise _no_value(key, n)
    if not ends[0] < ends[1]:
        problem = _("the range {found} must go upwards.", found=values.strip())
        raise UsageError("GC-Y04", "--vary", problem, _("write it as 0.0001..0.01:100."))
    return Between(*ends, None if n is None else int(n))


def kind_of(key: str) -> type:
    """Type of an option's values: that of its parameter of `train`."""
    from glasscat.cli.train import train

    annotation = signature(train, eval_str=True).parameters[key].annotation
    while get_origin(annotation) is not None or get_args(annotation):
        annotation = get_args(annotation)[0]
    kind: type = annotation
    return kind


def _value(key: str, word: str) -> Any:  # noqa: ANN401  (a value of any option)
    """One value of an option; ``none`` leaves an option as it is where it is not given."""
    kind = kind_of(key)
    if word.lower() == "none":
        return defaults()[key]
    if kind is bool:
        if word.lower() not in YES | NO:
            raise _no_value(key, word)
        return word.lower() in YES
    try:
        return kind(word)
    except ValueError:
        raise _no_value(key, word) from None


def _no_value(key: str, found: str) -> UsageError:
    kinds = {int: _("a whole number"), float: _("a number"), bool: _("yes or no")}
    problem = _("{name} takes {kind}; found {found!r}.", name=key, kind=kinds[kind_of(key)], found=found)
    return UsageError("GC-Y04", "--vary", problem, _("write values with commas between them, or LOW..HIGH:N."))
