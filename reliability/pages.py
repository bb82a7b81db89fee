"""The pages that show the ledger, in both languages: a promise a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Lines: TypeAlias = Mapping[str, Mapping[str, Any]]

ENGLISH = """\
# Reliability

[中文](reliability.zh-CN.md)

What glasscat promises, and what was found when each promise was last measured. Every line can be measured again with
its command, on a machine that has only Python, pip, make and git; `make reliability` measures all of them, and writes
this page. A short form of each is a test, which `make test` runs.
"""
CHINESE = """\
# 可靠性

[English](reliability.md)

glasscat 承诺什么，上一次测量时又得到了什么。每一行都可以用该行的命令重新测量，机器上只需要有 Python、pip、make 和 git；
`make reliability` 测量全部承诺，并写出这一页。每一项都有一个短的形式作为测试，由 `make test` 运行。
"""
VERDICTS = {
    "en": {True: "kept", False: "**broken**", None: "not measured"},
    "zh": {True: "做到", False: "**没有做到**", None: "没有测量"},
}
HEADS = {
    "en": ("promise", "found", "", "date", "machine", "seconds", "command"),
    "zh": ("承诺", "结果", "", "日期", "机器", "秒", "命令"),
}
MACHINES = {"en": "## Machines", "zh": "## 机器"}


def page(opening: str, language: str, lines: Lines) -> str:
    """Markdown of the page: the table, and below it the machines, each with its letter."""
    machines = sorted({line["machine"] for line in lines.values()})
    letters = {name: chr(ord("A") + k) for k, name in enumerate(machines)}
    rows = [
        (
            line["claim"][language],
            line["figure"][language],
            VERDICTS[language][line["passed"]],
            line["date"],
            letters[line["machine"]],
            f"{line['seconds']:.0f}",
            f"`make reliability PROMISES={promise}`",
        )
        for promise, line in lines.items()
    ]
    head = HEADS[language]
    table = [_row(head), "|" + "---|" * len(head), *map(_row, rows)]
    told = [f"- {letters[name]}: {name}" for name in machines]
    return "\n".join([opening, *table, "", MACHINES[language], "", *told]) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


PAGES: dict[str, Callable[[Lines], str]] = {
    "reliability.md": lambda lines: page(ENGLISH, "en", lines),
    "reliability.zh-CN.md": lambda lines: page(CHINESE, "zh", lines),
}
"""Name of each page in docs/, and what writes it."""
