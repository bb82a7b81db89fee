"""The page: one HTML file with its styles, scripts, numbers and pictures inside, the same bytes for the same run."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from glasscat.errors import UsageError
from glasscat.i18n import _, current_language
from glasscat.models.storage import storage_errors, write_atomically
from glasscat.reports.html.answers import answers_view, matrix_of
from glasscat.reports.html.bilingual import TAGS, attribute, both, words
from glasscat.reports.html.charts import cost_chart, layer_charts
from glasscat.reports.html.comparison import comparison
from glasscat.reports.html.data_view import data_view, finding_views
from glasscat.reports.html.headline import headline
from glasscat.reports.html.labels import LABELS
from glasscat.reports.html.repeat_view import repeat_view
from glasscat.reports.html.scores import verdict_view
from glasscat.reports.html.weights_view import weights_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from glasscat.reports.html.subject import Subject

HERE = Path(__file__).parent
MARK = '<meta name="generator" content="glasscat">'
"""By which a report is known, so that nothing else is written over."""


def report_page(subjects: Sequence[Subject]) -> bytes:
    """Make the report of one run, or of several side by side.

    Parameters
    ----------
    subjects : sequence of Subject
        At least one.

    Returns
    -------
    bytes
        HTML in UTF-8; it shows the language of the moment first.

    Raises
    ------
    UsageError
        GC-R01 for no run at all.
    """
    if not subjects:
        raise UsageError("GC-R01", "", _("a report needs at least one run; none was given."), _("give a run folder."))
    one = len(subjects) == 1
    template = _environment().get_template("run.html" if one else "comparison.html")
    style, script = _asset("uPlot.min.css") + _asset("report.css"), _script()
    html = template.render(
        language=TAGS[current_language()],
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        mark=MARK,
        w=LABELS,
        **(_of_run(subjects[0]) if one else _of_runs(subjects)),
    )
    return html.encode()


def write_report(path: str | Path, subjects: Sequence[Subject]) -> int:
    """Write the report; a report that is there is replaced, anything else is not.

    Returns
    -------
    int
        Its size in bytes.

    Raises
    ------
    UsageError
        GC-R01 for no run at all, GC-R02 where ``path`` is something else than a report.
    StorageError
        GC-S01 to GC-S03 if it cannot be written.
    """
    path = Path(path)
    with storage_errors(path):
        taken = path.is_dir() or (path.exists() and MARK.encode() not in path.read_bytes()[:4096])
    if taken:
        problem = _("there is something else of this name, which is not replaced.")
        raise UsageError("GC-R02", str(path), problem, _("choose another file, such as report.html."))
    content = report_page(subjects)
    write_atomically(path, content)
    return len(content)


def _of_run(subject: Subject) -> dict[str, object]:
    """What the page of one run shows."""
    document = subject.document
    return {
        "subject": subject,
        "document": document,
        "headline": headline(subject),
        "verdict": verdict_view(subject),
        "data": data_view(subject),
        "costs": cost_chart(subject),
        "history": subject.stored.history,
        "diagnosis": finding_views(
            document["diagnosis"], subject.said("diagnosis", [one["text"] for one in document["diagnosis"]]), subject
        ),
        "answers": answers_view(subject),
        "weights": weights_view(subject),
        "layers": layer_charts(subject),
        "opened": subject.numbers or subject.closed,
        "repeat": repeat_view(subject),
    }


def _of_runs(subjects: Sequence[Subject]) -> dict[str, object]:
    """What the page of several runs shows."""
    views = [
        {
            "subject": subject,
            "verdict": verdict_view(subject),
            "matrix": matrix_of(subject),
            "weights": weights_view(subject),
        }
        for subject in subjects
    ]
    return {"subjects": subjects, "comparison": comparison(subjects), "views": views}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (only reports need it)

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=both,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"attribute": attribute, "words": words}
    return environment


@cache
def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


def _script() -> str:
    """The script: uPlot with its licence, as that asks for, and our own lines."""
    licence = _asset("uPlot.LICENSE")
    return f"/*!\nuPlot\n{licence}\n*/\n{_asset('uPlot.iife.min.js')}\n{_asset('report.js')}"


def _hash(content: str) -> str:
    """Hash by which the page's policy allows this very text and no other."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode('ascii')}"
