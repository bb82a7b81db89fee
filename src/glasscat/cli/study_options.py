"""All the options of `train`, for verbs that train many times: they are handed on as a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from glasscat.cli.options import OUTPUT_PANEL
from glasscat.cli.request import Request
from glasscat.i18n import Text, _

OF_ONE_RUN = frozenset({"checkpoint_every"})
"""Options of `train` that mean nothing to a study, which keeps its runs by itself."""
STUDY_PANEL = str(_("Study"))

Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help=str(_("Study folder; else runs/study-KIND-N. After an interruption it goes on from what it has kept.")),
        rich_help_panel=OUTPUT_PANEL,
        show_default=False,
    ),
]


def of_study(text: Text, metavar: str | None = None) -> Any:  # noqa: ANN401  (typer's own type)
    """Option of a kind of study."""
    return typer.Option(help=str(text), metavar=metavar, rich_help_panel=STUDY_PANEL)


def requested(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options of `train` after its own; what is given for them reaches it as one request.

    The parameter ``request`` of the verb stands for them.
    """
    from glasscat.cli.train import train

    own = {name: one for name, one in signature(verb, eval_str=True).parameters.items() if name != "request"}
    parameters = signature(train, eval_str=True).parameters
    of_request = {field.name: parameters[field.name] for field in fields(Request) if field.name not in OF_ONE_RUN}

    @wraps(verb)
    def called(**options: Any) -> None:  # noqa: ANN401  (whatever typer has read)
        request = Request.of(options | dict.fromkeys(OF_ONE_RUN))
        verb(request=request, **{name: options[name] for name in own})

    # DATA, the only one that is no option, stands first
    merged = sorted((*of_request.values(), *own.values()), key=lambda one: one.kind is Parameter.KEYWORD_ONLY)
    # typer reads these two
    vars(called)["__signature__"] = signature(verb).replace(parameters=merged)
    called.__annotations__ = {one.name: one.annotation for one in merged}
    return called
