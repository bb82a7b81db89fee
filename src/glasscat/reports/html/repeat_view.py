"""Everything that is needed to repeat a run: what was typed, which data, which versions, which arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.reports.html.subject import Subject


@dataclass(frozen=True, slots=True)
class RepeatView:
    """What the page says of how to repeat a run.

    Parameters
    ----------
    command : str or None
    settings : list of (name, value)
        The plan, every setting that was given.
    facts : list of (Text or str, str)
        Data, fingerprints, versions, arithmetic.
    """

    command: str | None
    settings: list[tuple[str, str]]
    facts: list[tuple[Text | str, str]]


def repeat_view(subject: Subject) -> RepeatView:
    """Read plan, source, versions and numerics of a run."""
    document = subject.document
    numerics, versions = document["numerics"], document["versions"]
    facts: list[tuple[Text | str, str]] = [
        (_("data"), document["source"]["name"]),
        (_("fingerprint of the data (sha256)"), document["source"]["fingerprint"]),
        ("glasscat", versions["glasscat"]),
        ("Python, NumPy, SciPy", ", ".join(versions[name] for name in ("python", "numpy", "scipy"))),
        (_("system"), versions["platform"]),
        (_("linear algebra"), numerics["blas"]),
        (_("processor"), " ".join([numerics["machine"], *numerics["simd"]])),
        (_("processors in use"), _value(numerics["processors"])),
        (_("threads"), _value(numerics["threads"])),
        (_("way of computing"), document["method"]),
    ]
    return RepeatView(subject.command, settings_of(document), [(name, value) for name, value in facts if value])


def settings_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every setting that has a value: of the recipe, which says what was done, else of the plan, what was asked for."""
    kept = document.get("recipe") or document["plan"]
    settings = [pair for name, value in kept.items() for pair in _setting(name, value)]
    return [(name, text) for name, value in settings if (text := _value(value)) not in {"", "False"}]


def _setting(name: str, value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401  (JSON may hold anything)
    """One setting; one that has parts becomes several, but an architecture is told in a line."""
    if name == "architecture":
        layers = [*value["layers"], value["output"]]
        return [("layers", " → ".join(map(_layer, layers)))]
    return [(f"{name}.{part}", one) for part, one in value.items()] if isinstance(value, dict) else [(name, value)]


def _layer(kept: dict[str, Any]) -> str:
    """A layer in a few words: what it is, and its settings; the scale only where weights begin as normal numbers."""
    parts = dict(kept)
    if parts.get("init") != "normal":
        parts.pop("init_scale", None)
    if parts.get("layer") == "activation":
        del parts["layer"]
    return " ".join(map(_value, parts.values()))


def _value(value: Any) -> str:  # noqa: ANN401
    match value:
        case None:
            return ""
        case dict():
            return ", ".join(f"{name}={_value(one)}" for name, one in value.items())
        case list():
            return ", ".join(_value(one) for one in value)
        case _:
            return str(value)
