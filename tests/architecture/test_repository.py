"""What the repository must never contain."""

import hashlib
import shutil
import subprocess
from pathlib import PurePosixPath

import pytest

from .source import REPOSITORY

# the course's pictures are not ours to give away
COURSE = {
    "fbe56ab67c3ae28d564e3a644189117976d6b31af0a3ce9bb17dbf22908af242": "train_catvnoncat.h5",
    "6a9d39ce52fa85953c5834695b8534a30ed8cfd54971fb2f080b5a24d002b951": "test_catvnoncat.h5",
}

ELSEWHERE = str(PurePosixPath("..", "shared"))  # not written out, so that this file does not find itself
WORKPLACE = str(PurePosixPath("/", "work")) + "/"


@pytest.fixture(scope="module")
def tracked():
    if shutil.which("git") is None or not (REPOSITORY / ".git").exists():
        pytest.skip("this is not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, check=True, capture_output=True)  # noqa: S607
    paths = [REPOSITORY / name for name in listed.stdout.decode().split("\0") if name]
    return {path.relative_to(REPOSITORY).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def test_no_file_is_the_courses(tracked):
    sums = {hashlib.sha256(content).hexdigest(): name for name, content in tracked.items()}
    assert {COURSE[digest]: name for digest, name in sums.items() if digest in COURSE} == {}


def test_no_hdf5_file_is_kept(tracked):
    assert [name for name, content in tracked.items() if content.startswith(b"\x89HDF\r\n")] == []


def test_files_are_small(tracked):
    """A repository of text and a few pictures; what is large is made or downloaded."""
    assert {name: len(content) for name, content in tracked.items() if len(content) > 1_000_000} == {}


def test_only_the_gate_looks_outside_the_repository(tracked):
    lookers = {name for name, content in tracked.items() if ELSEWHERE.encode() in content}
    assert lookers <= {".ci/run"}
    assert [name for name, content in tracked.items() if WORKPLACE.encode() in content] == []


def test_a_course_file_would_be_noticed(course):
    digests = {hashlib.sha256((course / name).read_bytes()).hexdigest(): name for name in COURSE.values()}
    assert digests == COURSE
