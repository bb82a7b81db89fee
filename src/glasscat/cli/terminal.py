"""What is said where: results on standard output, notes and progress on standard error, progress on a terminal only."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from glasscat.i18n import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType, RenderHook
    from rich.segment import Segment
    from rich.table import Table

    from glasscat.data.findings import Finding
    from glasscat.i18n import Text

WIDTH = 80
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that tell a terminal something, or turn the direction of writing; the line feed is none of ours."""


def literal(text: object) -> str:
    """Escape control characters, as Python writes them: names come from files, and must not command the terminal."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), str(text))


def one_line(text: object) -> str:
    """Escape line feeds, too: what is said in a line stays in it."""
    return literal(text).replace("\n", "\\n")


@dataclass(frozen=True, slots=True)
class _Literal:
    """Anything to be printed, with its words made literal; rich's own styles and colours stay."""

    content: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.content, options):
            yield segment if segment.control else segment._replace(text=literal(segment.text))


class _AllLiteral:
    """Render hook of rich that makes everything literal."""

    def process_renderables(self, renderables: list[RenderableType]) -> list[RenderableType]:
        """Wrap all that is about to be printed."""
        return [_Literal(each) for each in renderables]


def print_json(document: Any) -> None:  # noqa: ANN401  (whatever JSON can hold)
    """Print one JSON document, strict and in full precision; a file name that is no UTF-8 is escaped."""
    from glasscat.models.strict_json import encode

    sys.stdout.flush()
    sys.stdout.buffer.write(encode(document, indent=2) + b"\n")  # JSON is UTF-8, whatever the terminal speaks


def results() -> Console:
    """Standard output, at most 80 columns wide; rich respects NO_COLOR and plain pipes."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)  # names are shown literally
    console.width = min(console.width, WIDTH)
    console.push_render_hook(cast("RenderHook", _AllLiteral()))
    return console


def heading(console: Console, title: Text) -> None:
    """Print the title of a section."""
    from rich.text import Text as Line

    console.print()
    console.print(Line(str(title), style="bold"))


def paragraph(console: Console, text: Text | str, mark: str = " ", style: str = "") -> None:
    """Print text with its continuation lines under the first word, never read as markup."""
    from rich.table import Table
    from rich.text import Text as Line

    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")  # else Chinese, which has no spaces to break at, would end in "…"
    grid.add_row(" " + mark, Line(wrapped(text, console.width - len(mark) - 2), style=style))
    console.print(grid)


def table(*columns: Text | str) -> Table:
    """Make a quiet table: the first column left, numbers right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text as Line

    quiet = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")
    for position, column in enumerate(columns):
        justify: Literal["left", "right"] = "left" if position == 0 else "right"
        quiet.add_column(Line(str(column)), justify=justify, overflow="fold")
    return quiet


def row(into: Table, *cells: object) -> None:
    """Add a row whose cells are shown literally."""
    from rich.text import Text as Line

    into.add_row(*(Line(one_line(cell)) for cell in cells))


def findings(console: Console, found: Iterable[Finding]) -> None:
    """Print findings, warnings marked."""
    for finding in found:
        warns = finding.severity == "warning"
        paragraph(console, f"{finding.code}  {finding.text}", "!" if warns else "·", "yellow" if warns else "")


def notes(texts: Iterable[Text]) -> None:
    """Print automatic choices and conversions on standard error."""
    for text in texts:
        sys.stderr.write(f"glasscat: {one_line(text)}\n")


@contextmanager
def progress(title: Text) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function ``(done, total)`` that moves a bar on standard error, or None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(str(title), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
