"""Runs are called by the shortest names that tell them apart."""

from pathlib import Path

import pytest

from glasscat.models.run_names import run_names


@pytest.mark.parametrize(
    ("runs", "names"),
    [
        (["runs/a"], ["a"]),
        (["runs/a", "old/b"], ["a", "b"]),
        (["runs/a", "old/a", "old/b"], ["runs/a", "old/a", "old/b"]),
        (["x/runs/a", "y/runs/a", "y/runs/b"], ["x/runs/a", "y/runs/a", "y/runs/b"]),
        (["a/model.safetensors", "b/model.safetensors"], ["a/model.safetensors", "b/model.safetensors"]),
        (["sub/../a", "sub/a/."], ["at/a", "sub/a"]),
        ([".", "sub/at"], ["z/at", "sub/at"]),
        (["/a", "/b/a"], ["/a", "b/a"]),
    ],
)
def test_names(runs, names, tmp_path, monkeypatch):
    folder = tmp_path / "z" / "at"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert run_names([Path(run) for run in runs]) == names
