"""Runs that were stopped, and gone on with: `train --checkpoint-every`, `resume`, `verify`."""

import errno
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from safetensors.numpy import load, save

import glasscat as gc
from glasscat.cli import kept
from glasscat.models import resumed, storage
from glasscat.models.checkpoint import load_checkpoint
from glasscat.models.lock import locked
from glasscat.models.seal import BLANK, seal
from glasscat.models.storage import write_atomically
from glasscat.models.strict_json import encode

OPTIONS = ["--layers", "3", "--dropout", "0.1", "--optimizer", "adam", "--batch-size", "9", "--activation", "tanh"]
OPTIONS += ["--iterations", "60", "--print-every", "10", "--no-figures"]


@pytest.fixture
def stopped(glasscat, sources, monkeypatch):
    """Return a function that trains, and is interrupted when a checkpoint of so many steps has been written."""

    def stop(at, *options, out="run"):
        def watch(network, data, stream):
            def until():
                for record in stream:
                    yield record
                    if record.iteration >= at:
                        raise KeyboardInterrupt

            return read(network, data, until())

        read = kept.read
        with monkeypatch.context() as patch:
            patch.setattr("glasscat.cli.training.read", watch)
            return glasscat("train", sources / "six.h5", *OPTIONS, "--checkpoint-every", 7, "--out", out, *options)

    return stop


@pytest.fixture
def whole(trained, sources):
    return trained(sources / "six.h5", *OPTIONS, "--checkpoint-every", "7")


def without_clock(folder):
    """Everything that a run keeps, but seconds."""
    document = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    rows = (folder / "history.csv").read_text(encoding="utf-8").splitlines()
    del document["seconds"]
    return document, [row.rsplit(",", 1)[0] for row in rows], (folder / "model.safetensors").read_bytes()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_finished_run_keeps_its_end_and_no_litter(whole):
    assert names(whole) == ["checkpoints", "history.csv", "model.safetensors", "run.json"]
    assert names(whole / "checkpoints") == ["000000000060.safetensors"]
    assert not list(whole.parent.glob(".*"))
    assert not list(whole.parent.glob("*.partial"))


def test_an_interrupted_run_goes_on_to_the_same_files(stopped, glasscat, whole, at):
    answer = stopped(30)
    assert answer.code == 130
    assert "go on with: glasscat resume run" in answer.err
    assert names(at) == ["run.partial"]
    assert names(at / "run.partial/checkpoints") == ["000000000021.safetensors", "000000000028.safetensors"]
    answer = glasscat("resume", "run", "--no-figures", "--json")
    assert (answer.code, answer.json["iterations"]) == (0, 60)
    assert answer.json["seconds"] == json.loads((at / "run/run.json").read_text(encoding="utf-8"))["seconds"]
    assert "going on from iteration 28 of 60" in answer.err
    assert names(at) == ["run"]
    assert names(at / "run") == names(whole)
    assert without_clock(at / "run") == without_clock(whole)


def test_patience_and_its_note_come_back(stopped, glasscat, trained, sources, at):
    more = "--patience", "50"
    stopped(30, *more)
    assert glasscat("resume", "run.partial", "--no-figures").code == 0
    whole = trained(sources / "six.h5", *OPTIONS, "--checkpoint-every", "7", *more)
    assert without_clock(at / "run") == without_clock(whole)


def test_a_finished_run_is_made_longer(stopped, glasscat, trained, sources, at):
    stopped(30)
    assert glasscat("resume", "run", "--iterations", 45, "--no-figures").code == 0
    assert glasscat("resume", "run", "--iterations", 60, "--no-figures").code == 0
    assert without_clock(at / "run") == without_clock(trained(sources / "six.h5", *OPTIONS, "--checkpoint-every", "7"))
    assert names(at) == ["run"]


def test_checkpoints_change_nothing(whole, trained, sources):
    plain, kept = without_clock(trained(sources / "six.h5", *OPTIONS)), without_clock(whole)
    assert kept[0].pop("checkpoint_every") == kept[0]["plan"].pop("checkpoint_every") == 7
    assert plain[0]["plan"].pop("checkpoint_every") is None
    assert plain == kept


@pytest.mark.parametrize(
    ("options", "said"),
    [([], "with --checkpoint-every N"), (["--checkpoint-every", 50], "before its first checkpoint")],
)
def test_an_interrupted_training_that_kept_nothing_says_so(glasscat, sources, at, monkeypatch, options, said):  # noqa: PLR0917
    monkeypatch.setattr("glasscat.cli.training.loaded", _stop)
    answer = glasscat("train", sources / "six.h5", *OPTIONS, *options, "--out", "run")
    assert answer.code == 130
    assert "nothing of this training is kept" in answer.err
    assert said in answer.err
    assert answer.err.endswith("glasscat: interrupted.\n")
    assert names(at) == []


def test_checkpoints_stay_until_the_run_is_in_its_place(glasscat, trained, sources, at, monkeypatch):
    """Patience runs out, so that no checkpoint of the end is among them."""
    options = [*OPTIONS, "--patience", "1", "--learning-rate", "0.3", "--checkpoint-every", "7"]
    with monkeypatch.context() as patch:
        patch.setattr("glasscat.models.partial_run.move", _stop)
        assert glasscat("train", sources / "six.h5", *options, "--out", "run").code == 130
    assert len(names(at / "run.partial/checkpoints")) == 2
    assert glasscat("resume", "run", "--no-figures").code == 0
    assert without_clock(at / "run") == without_clock(trained(sources / "six.h5", *options))
    assert names(at / "run") == ["history.csv", "model.safetensors", "run.json"]


def _stop(*_arguments):
    raise KeyboardInterrupt


def test_a_damaged_checkpoint_is_left_for_the_one_before(stopped, glasscat, whole, at):
    stopped(30)
    newest = at / "run.partial/checkpoints/000000000028.safetensors"
    content = bytearray(newest.read_bytes())
    content[-3] ^= 1
    newest.write_bytes(content)
    answer = glasscat("resume", "run", "--no-figures")
    assert answer.code == 0
    assert "checkpoint 000000000028.safetensors is damaged" in answer.err
    assert "going on from iteration 21" in answer.err
    assert without_clock(at / "run") == without_clock(whole)


def test_no_whole_checkpoint(stopped, refuses, at):
    stopped(30)
    for path in (at / "run.partial/checkpoints").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    refuses("GC-R43", 8, "resume", "run")
    for path in (at / "run.partial/checkpoints").iterdir():
        path.write_bytes(b"short")
    refuses("GC-R43", 8, "resume", "run")


def test_a_full_disk_keeps_the_old_checkpoints(glasscat, sources, at, monkeypatch):
    written = []

    def full(descriptor):
        written.append(descriptor)
        if len(written) > 12:  # each checkpoint syncs its file and its folder, as training.json does
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(storage, "os", SimpleNamespace(**{**vars(os), "fsync": full}))
    answer = glasscat("train", sources / "six.h5", *OPTIONS, "--checkpoint-every", 7, "--out", "run")
    assert answer.code == 6
    assert "error[GC-S01]" in answer.err
    assert "go on with: glasscat resume run" in answer.err
    monkeypatch.undo()
    monkeypatch.chdir(at)
    kept = sorted((at / "run.partial/checkpoints").iterdir())
    assert len(kept) == 2
    assert all(load_checkpoint(path).card.training for path in kept)
    assert glasscat("resume", "run", "--no-figures").code == 0


def test_other_data(stopped, refuses, sources, at):
    stopped(30)
    assert "fingerprint" in refuses("GC-R44", 8, "resume", "run", "--data", sources / "six.npz")
    document = json.loads((at / "run.partial/training.json").read_text(encoding="utf-8"))
    document["recipe"]["data"]["path"] = "gone.h5"
    (at / "run.partial/training.json").write_text(json.dumps(document), encoding="utf-8")
    refuses("GC-R45", 8, "resume", "run")


def test_other_numerics_are_named(stopped, refuses, monkeypatch):
    stopped(30)
    versions = resumed.versions
    monkeypatch.setattr(resumed, "versions", lambda: versions() | {"numpy": "9.9"})
    assert "numpy" in refuses("GC-R49", 8, "resume", "run")


def test_another_recipe(stopped, refuses, at):
    stopped(30)
    path = at / "run.partial/training.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["recipe"]["l2"] = 0.5
    path.write_text(json.dumps(document), encoding="utf-8")
    refuses("GC-R48", 8, "resume", "run")
    for broken in ("{}", "[]", "no JSON", json.dumps(document | {"version": 2})):
        path.write_text(broken, encoding="utf-8")
        refuses("GC-R47", 8, "resume", "run")
    document["recipe"] = {"l2": 1}
    path.write_text(json.dumps(document), encoding="utf-8")
    refuses("GC-R47", 8, "resume", "run")


def test_a_sealed_checkpoint_with_the_wrong_arrays_counts_as_damaged(stopped, refuses, at):
    stopped(30)
    for path in (at / "run.partial/checkpoints").iterdir():
        content = path.read_bytes()
        n = int.from_bytes(content[:8], "little")
        text = json.loads(content[8 : 8 + n])["__metadata__"]["glasscat"]
        card = json.loads(text) | {"sha256": BLANK}
        arrays = load(content)
        del arrays["theta"]
        path.write_bytes(seal(save(arrays, {"glasscat": json.dumps(card, separators=(",", ":"))})))
    refuses("GC-R43", 8, "resume", "run")


def test_nothing_to_go_on_with(stopped, refuses, trained, sources, at):
    refuses("GC-R42", 8, "resume", "nowhere")
    plain = trained(sources / "six.h5", *OPTIONS)
    assert "finished" in refuses("GC-R42", 8, "resume", plain)
    refuses("GC-R51", 2, "resume", plain, "--iterations", 60)
    refuses("GC-R53", 8, "resume", plain, "--iterations", 70)
    (at / "early.partial/checkpoints").mkdir(parents=True)
    refuses("GC-R42", 8, "resume", "early")
    stopped(30)
    refuses("GC-R51", 2, "resume", "run", "--iterations", 20)
    shutil.copytree(plain, at / "killed")
    shutil.copytree(at / "run.partial/checkpoints", at / "killed/checkpoints")  # as they lie before they are removed
    refuses("GC-R53", 8, "resume", "killed", "--iterations", 70)


def test_locked(stopped, refuses, at):
    stopped(30)
    with locked(at / ".run.lock", at / "run"):
        assert f"process {os.getpid()}" in refuses("GC-L01", 7, "resume", "run")
    assert not (at / ".run.lock").exists()


def _full(*_arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_lock_that_cannot_be_written_is_not_left(stopped, refuses, monkeypatch):
    stopped(30)
    monkeypatch.setattr(os, "ftruncate", _full)
    refuses("GC-S01", 6, "resume", "run")


def test_a_resumed_training_whose_model_cannot_be_kept_is_judged(stopped, glasscat, whole, at, monkeypatch):
    stopped(30)
    with monkeypatch.context() as patch:
        patch.setattr("glasscat.models.run_folder.save_model", lambda *_: write_atomically(at / "no" / "model", b""))
        answer = glasscat("resume", "run", "--no-figures")
    assert (answer.code, answer.err.count("GC-S03")) == (6, 1)
    assert "The verdict" in answer.out
    assert glasscat("resume", "run", "--no-figures").code == 0
    assert without_clock(at / "run") == without_clock(whole)


def test_an_unfinished_run_is_not_replaced_unasked(  # noqa: PLR0917  (pytest gives them by name)
    stopped, refuses, glasscat, whole, at, sources
):
    stopped(30)
    again = ["train", sources / "six.h5", *OPTIONS, "--checkpoint-every", 7, "--out", "run"]
    refuses("GC-S30", 6, *again)
    (at / "run.partial/mine.txt").write_text("mine", encoding="utf-8")
    assert "mine.txt" in refuses("GC-S31", 6, *again, "--overwrite")
    (at / "run.partial/mine.txt").unlink()
    assert glasscat(*again, "--overwrite").code == 0
    assert without_clock(at / "run") == without_clock(whole)


def test_an_unfinished_run_is_not_replaced_by_one_without_checkpoints(stopped, refuses, glasscat, at, sources):
    """It is the same name, whether it is given with --name or with --out; refused before the data is read."""
    stopped(30, out="runs/X")
    short = ["train", sources / "six.h5", "--iterations", 3, "--no-figures"]
    told = refuses("GC-S30", 6, "train", "nowhere.h5", *short[2:], "--name", "X")
    assert f"glasscat resume {Path('runs/X')}" in told
    assert "--overwrite" in told
    refuses("GC-S30", 6, *short, "--out", "runs/X")
    with locked(at / "runs/.X.lock", at / "runs/X"):
        refuses("GC-L01", 7, *short, "--name", "X", "--overwrite")
    (at / "runs/X.partial/mine.txt").write_text("mine", encoding="utf-8")
    assert "mine.txt" in refuses("GC-S31", 6, *short, "--name", "X", "--overwrite")
    (at / "runs/X.partial/mine.txt").unlink()
    refuses("GC-D01", 3, "train", "nowhere.h5", "--name", "X", "--overwrite")
    assert glasscat(*short, "--name", "X", "--overwrite").code == 0
    assert names(at / "runs") == ["X"]
    assert gc.load_run(at / "runs/X").history.iterations == 3


def test_what_python_saves_replaces_no_unfinished_run_unasked(stopped, at, sources):
    stopped(30)
    data = gc.load(sources / "six.h5")
    run = gc.fit(gc.Network.dense(data.n_features, [], 6), data, optimizer=gc.GradientDescent(0.005), iterations=2)
    with pytest.raises(gc.GlasscatError, match="overwrite=True") as caught:
        run.save("run", figures=False)
    assert caught.value.code == "GC-S30"
    run.save("run", figures=False, overwrite=True)
    assert names(at) == ["run"]


def test_checkpoints_that_cannot_be(refuses, sources):
    refuses("GC-R40", 2, "train", sources / "six.h5", "--optimizer", "lbfgs", "--checkpoint-every", 5)
    refuses("GC-R41", 2, "train", sources / "six.h5", "--checkpoint-every", 0)


def test_a_training_that_diverges_leaves_its_course(glasscat, sources, at):
    options = ["--learning-rate", "1e200", "--layers", "3", "--iterations", "50", "--no-figures"]
    assert glasscat("train", sources / "six.h5", *options, "--checkpoint-every", 3, "--out", "run").code == 5
    assert names(at) == ["run"]
    assert names(at / "run") == ["history.csv", "run.json"]


def test_verify(glasscat, refuses, whole, trained, sources, at):  # noqa: PLR0917  (pytest gives them by name)
    assert glasscat("verify", whole, "--json").json == {
        "run": str(whole),
        "identical": True,
        "iterations": 60,
        "records": 7,
        "parameters": gc.load_run(whole).theta.size,
    }
    assert "to the last bit" in " ".join(glasscat("verify", trained(sources / "six.h5", *OPTIONS)).out.split())
    changed = at / "changed"
    changed.mkdir()
    for path in whole.iterdir():
        if path.is_file():
            (changed / path.name).write_bytes(path.read_bytes())
    rows = (changed / "history.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cost = rows[4].split(",")[1]
    off = [*rows[:4], rows[4].replace(cost, cost[:-1] + ("1" if cost[-1] != "1" else "2")), *rows[5:]]
    (changed / "history.csv").write_text("".join(off), encoding="utf-8")
    assert "iteration 30" in refuses("GC-R50", 8, "verify", changed)
    (changed / "history.csv").write_text("".join([*rows, "61,0.5,0.5,1.0\n"]), encoding="utf-8")
    document = (changed / "run.json").read_text(encoding="utf-8")
    (changed / "run.json").write_text(document.replace('"iterations": 60', '"iterations": 61', 1), encoding="utf-8")
    assert "iteration 61" in refuses("GC-R50", 8, "verify", changed)
    (changed / "run.json").write_text(document, encoding="utf-8")
    (changed / "history.csv").write_text("".join(rows), encoding="utf-8")
    (changed / "model.safetensors").write_bytes((_other(trained, sources) / "model.safetensors").read_bytes())
    assert "other parameters" in refuses("GC-R50", 8, "verify", changed)


def _other(trained, sources):
    return trained(sources / "six.h5", *OPTIONS, "--seed", "1")


def test_a_run_of_python_is_gone_on_with_in_python(refuses, at, monkeypatch):
    data = gc.load("drawn-cats")
    settings = {"optimizer": gc.Momentum(0.01), "iterations": 40, "record_every": 10, "batch_size": 50, "seed": 3}
    network = gc.Network.dense(data.n_features, [2], 2)
    whole = gc.fit(network, data, **settings, folder="whole")
    monkeypatch.setattr("glasscat.run.finished.Run.draw", lambda *_: None)
    with monkeypatch.context() as patch:
        patch.setattr("glasscat.run.fitting.collect", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            gc.fit(network, data, **settings, folder="run", checkpoint_every=9)
    refuses("GC-R52", 8, "resume", "run")
    run = gc.resume("run")
    assert run.theta.tobytes() == whole.theta.tobytes()
    assert run.history.all_costs == whole.history.all_costs
    assert names(at) == ["run", "whole"]
    longer = gc.resume("run", 55)
    assert longer.theta.tobytes() == gc.fit(network, data, **settings | {"iterations": 55}).theta.tobytes()
    given = gc.fit(network, data, **settings | {"initial": {"b1": [[1.0], [2.0]]}}, folder="given", checkpoint_every=9)
    with pytest.raises(gc.GlasscatError, match="GC-R46"):
        gc.resume("given", 55)
    assert gc.resume("given", 55, initial={"b1": [[1.0], [2.0]]}).history.iterations > given.history.iterations
    with pytest.raises(gc.GlasscatError, match="GC-R54"):
        gc.fit(network, data, **settings, checkpoint_every=9)
    gc.fit(network, data, **settings, folder="kept", checkpoint_every=9)
    assert (at / "kept/run.json").is_file()


def _interrupted(network, data, stream):  # noqa: ARG001  (as `collect`)
    for record in stream:
        if record.iteration >= 20:
            raise KeyboardInterrupt


@pytest.fixture
def copied(whole, at):
    """Return a copy of the whole run."""
    return shutil.copytree(whole, at / "copied")


def test_verify_says_which_number_of_a_record_differs(refuses, copied):
    """Where the cost is the same, it is that of the test set; both were told as equal once."""
    rows = (copied / "history.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cost, test_cost = rows[4].split(",")[1:3]
    rows[4] = rows[4].replace(test_cost, "0.5")
    (copied / "history.csv").write_text("".join(rows), encoding="utf-8")
    said = refuses("GC-R50", 8, "verify", copied)
    assert f"a test cost of {test_cost}, where a test cost of 0.5 was kept" in said
    assert cost not in said


def test_verify_looks_at_the_final_cost_of_run_json(refuses, copied):
    document = json.loads((copied / "run.json").read_text(encoding="utf-8"))
    document["final_cost"] /= 2
    (copied / "run.json").write_text(json.dumps(document), encoding="utf-8")
    assert "iteration 60" in refuses("GC-R50", 8, "verify", copied)


def test_verify_looks_at_the_checkpoint_that_a_longer_run_would_begin_with(glasscat, refuses, copied):
    """A number in it is changed, and the file sealed anew: nobody would see it but who trains again."""
    (path,) = (copied / "checkpoints").iterdir()
    whole = path.read_bytes()
    checkpoint = load_checkpoint(path)
    card = msgspec.to_builtins(checkpoint.card) | {"sha256": BLANK}
    for name, number in (("theta", 0), ("optimizer.v", 1)):
        arrays = {key: array.copy() for key, array in checkpoint.arrays.items()}
        arrays[name].ravel()[number] += 1e-9
        path.write_bytes(seal(save(arrays, {"glasscat": encode(card).decode()})))
        assert f"checkpoint {path.name} is not what the training ends with ({name})" in refuses(
            "GC-R55", 8, "verify", copied
        )
    path.write_bytes(whole[:-1])
    assert "its checksum does not match" in refuses("GC-R55", 8, "verify", copied)
    path.write_bytes(whole)
    assert glasscat("verify", copied).code == 0


def test_an_old_run_that_was_set_aside_stays_until_a_new_one_is_finished(stopped, glasscat, copied, at):
    """Killed between two renames, an overwriting run leaves the old one under a hidden name, and itself unfinished."""
    copied.rename(at / ".glasscat-run.before")
    shutil.copytree(at / ".glasscat-run.before", at / "run.partial")
    stopped(30, "--overwrite")
    assert glasscat("verify", at / "run").code == 0
    assert names(at) == ["run", "run.partial"]
