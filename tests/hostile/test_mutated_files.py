"""Spoilt files through glasscat's own doors; the long form of this is `python -m reliability.ledger hostile`."""

from __future__ import annotations

import subprocess
import sys

import pytest
from reliability import hostile
from reliability.hostile import Outcome, measure, open_all
from reliability.hostile_mutations import mutated
from reliability.hostile_seeds import seeds

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")


@linux_only
def test_four_hundred_spoilt_files():
    outcomes = open_all(range(400), seed=1, workers=1)
    assert [outcome.number for outcome in outcomes] == list(range(400))
    assert [outcome for outcome in outcomes if outcome.wrong] == []
    kinds = {outcome.kind for outcome in outcomes}
    assert kinds == {"h5", "npz", "png", "jpg", "webp", "bmp", "gif", "safetensors"}
    assert kinds == {outcome.kind for outcome in outcomes if not outcome.code}  # some of each still load
    assert len({outcome.code for outcome in outcomes}) > 10


def test_a_number_is_a_file(tmp_path):
    good = seeds(tmp_path)
    again = seeds(tmp_path)
    assert [(kind, k) for kind in good for k, content in enumerate(good[kind]) if again[kind][k] != content] == []
    files = [mutated(number, 0, good) for number in range(100)]
    assert [mutated(number, 0, good) for number in range(100)] == files
    assert len({content for _suffix, content in files}) > 95
    assert sum(content in good[suffix] for suffix, content in files) < 5


def test_what_went_wrong_is_told(monkeypatch):
    found = [Outcome(0, "h5", "GC-D06", "", 0.1, 90.0), Outcome(1, "png", "", "KeyError: | 'x'", 0.2, 95.0)]
    monkeypatch.setattr("reliability.hostile.open_all", lambda *_arguments: found)
    measured = measure(2)
    assert measured.passed is False
    assert "1 of 2" in measured.figure.en
    assert "1 png: KeyError: / 'x'" in measured.figure.zh


def test_a_late_file_gets_a_second_chance(monkeypatch):
    late = iter([[Outcome(0, "h5", "", "", 0.1, 1.0), Outcome(1, "?", "", hostile._LATE, 0.0, 0.0)]])
    second = [Outcome(1, "png", "GC-D41", "", 0.1, 1.0)]
    monkeypatch.setattr(hostile, "_until_death", lambda *_arguments: iter(next(late, second)))
    assert [outcome.kind for outcome in hostile._opened([0, 1], 0)] == ["h5", "png"]


INTRUDERS = {
    "eval('1 + 1')": "compile",
    "exec('')": "compile",
    "import this_was_never_imported": "import",
    "import pickle; pickle.loads(b'cos\\nsystem\\n.')": "pickle.find_class",
    "import marshal; marshal.loads(b'N')": "marshal.loads",
    "import socket; socket.socket()": "socket.__new__",
    "open('/etc/hostname')": "open",
    "import os; os.open('/etc/hostname', 0)": "open",
    "import os; os.listdir('/')": "os.listdir",
    "import os; os.symlink('nowhere', place + '/link')": "os.symlink",
    "import subprocess; subprocess.run(['true'])": "subprocess.Popen",
}

WATCHED = """
import marshal, os, pickle, socket, subprocess, sys
from contextlib import suppress
from pathlib import Path
from reliability.hostile_worker import Watch
place = sys.argv[1]
watch, intruders = Watch(Path(place)), [(text, compile(text, 'it', 'exec')) for text in sys.stdin.read().splitlines()]
for text, code in intruders:
    watch.seen.clear()
    watch.allowed = place + '/given'
    with suppress(Exception):
        exec(code)
    watch.allowed = None
    print(text, '|', *(event.split()[0] for event in watch.seen[1:]))  # the first is this exec
"""


def test_an_intruder_is_seen(tmp_path):
    """In a process of its own: a hook, once armed, stays for ever."""
    command = [sys.executable, "-c", WATCHED, str(tmp_path)]
    done = subprocess.run(
        command, cwd=hostile.ROOT, input="\n".join(INTRUDERS), capture_output=True, text=True, check=True
    )
    seen = dict(line.split(" | ") for line in done.stdout.splitlines())
    assert {text: event in seen[text].split() for text, event in INTRUDERS.items()} == dict.fromkeys(INTRUDERS, True), (
        seen
    )
