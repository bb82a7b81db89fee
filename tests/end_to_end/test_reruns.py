"""The same bits wherever a training runs: a short form of what `reliability/reruns.py` measures."""

from reliability import reruns


def test_three_reruns_are_one():
    measured = reruns.measure(3, seed=1)
    assert measured.passed, measured.figure.en
    around = [reruns.Surroundings.of(1, k) for k in range(3)]
    for name in ("hash_seed", "lc_all", "zone", "umask", "relative", "order"):
        assert len({getattr(one, name) for one in around}) > 1, name


def test_a_difference_is_told_of(monkeypatch):
    hashes = iter(
        [
            {"model.safetensors": "a", "run.json": "b"},
            {"model.safetensors": "a", "run.json": "c"},
            {"exit code": "70: a bug"},
            {"model.safetensors": "a", "run.json": "b"},
        ]
    )
    monkeypatch.setattr(reruns, "rerun", lambda _around, _place: next(hashes))
    measured = reruns.measure(4)
    assert measured.passed is False
    assert "2 of 4 alike" in measured.figure.en
    assert "[1] run.json" in measured.figure.en
    assert "[2] exit code 70: a bug" in measured.figure.en


def test_a_program_that_fails_is_no_match(monkeypatch, tmp_path):
    monkeypatch.setattr(reruns, "COMMAND", ("--layers", "many"))
    assert reruns.rerun(reruns.Surroundings.of(1, 0), tmp_path)["exit code"].startswith("2: ")
