"""Every code of an error or a finding has a test that provokes it, and a line in the documents of both languages."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import glasscat
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CLAIM = Said(
    "every error code has a test that provokes it, and a line in the documentation in both languages",
    "每一个错误代码都有触发它的测试，并在两种语言的文档中各占一行",
)
ROOT = Path(__file__).parents[1]
SOURCE = Path(glasscat.__file__).parent
TESTS = ROOT / "tests"
PAGES = (ROOT / "docs" / "errors.md", ROOT / "docs" / "errors.zh-CN.md")
CODE = re.compile(r"GC-[A-Z]\d\d")


def measure(rounds: int = 8) -> Measured:
    """Run tests that name a code, and see which codes are made meanwhile.

    Parameters
    ----------
    rounds : int
        In each, one more test is run for every code that none has provoked yet; 0 runs none, and believes the names.
    """
    codes, tests = codes_in_source(), naming_tests()
    missing, n_tests, failed = _provoked(codes & set(tests), tests, rounds) if rounds else (set(), len(tests), [])
    missing |= codes - set(tests)
    undocumented = codes - set.intersection(*(set(rows_of(page)) for page in PAGES))
    bad = {
        ("not provoked", "没有触发"): sorted(missing),
        ("not in both documents", "文档中缺少"): sorted(undocumented),
        ("tests that fail", "失败的测试"): failed,
    }
    kept, n = len(codes - missing - undocumented), len(codes)
    english, chinese = (
        "".join(f"; {words[k]}: {', '.join(names[:5])}" for words, names in bad.items() if names) for k in range(2)
    )
    figure = Said(
        f"{kept} of {n} codes; {n_tests} tests were run to provoke them{english}",
        f"{n} 个代码中 {kept} 个；为此运行了 {n_tests} 个测试{chinese}",
    )
    return Measured(CLAIM, figure, passed=not any(bad.values()))


def codes_in_source() -> set[str]:
    """Every code that the source writes out as a string: those of errors and of findings."""
    return {code for path in SOURCE.rglob("*.py") for code, _node in _strings(_tree(path)) if CODE.fullmatch(code)}


def rows_of(page: Path) -> list[str]:
    """Codes that have a row in the tables of a page."""
    return re.findall(r"^\| (GC-\S+) \| \S.* \| \S.* \|$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)


def naming_tests(folder: Path = TESTS) -> dict[str, list[str]]:
    """Tests that name each code, as pytest calls them; at last whole files, where it stands outside of their tests."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for code, test in sorted(set(_named(path))):
            found.setdefault(code, []).append(test)
    return {code: sorted(tests, key=lambda test: ("::" not in test, test)) for code, tests in found.items()}


def _named(path: Path) -> Iterator[tuple[str, str]]:
    """Codes in a file of tests, each with the test that names it."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
    for statement in _tree(path).body:
        is_test = isinstance(statement, ast.FunctionDef) and statement.name.startswith("test_")
        for text, _node in _strings(statement):
            for code in CODE.findall(text):
                yield code, f"{name}::{statement.name}" if is_test else name


def _strings(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _provoked(codes: set[str], tests: Mapping[str, list[str]], rounds: int) -> tuple[set[str], int, list[str]]:
    """Codes that no test has provoked, how many tests were run to find that out, and those of them that failed."""
    missing, run, failed = set(codes), set[str](), list[str]()
    for _round in range(rounds):
        now: set[str] = set()
        for code in sorted(missing):
            left = [test for test in tests.get(code, ()) if test not in run]
            if left and now.isdisjoint(left):
                now.add(left[0])
        if now:
            made, more = codes_made_by(now)
            missing, run, failed = missing - made, run | now, failed + more
    return missing, len(run), failed


def codes_made_by(tests: Iterable[str]) -> tuple[set[str], list[str]]:
    """Codes of the errors and findings that were made while these tests ran, and the tests that failed."""
    with TemporaryDirectory() as folder:
        seen = Path(folder) / "seen"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "reliability.provoked", *sorted(tests)]
        told = os.environ | {"GLASSCAT_PROVOKED": str(seen)}
        done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
        failed = re.findall(r"^(?:FAILED|ERROR:?) (\S+)", done.stdout + done.stderr, flags=re.MULTILINE)
        return set(seen.read_text(encoding="utf-8").split()), failed
