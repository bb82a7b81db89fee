"""``glasscat inspect``: what is in the data, and what is wrong with it."""

import numpy as np
from PIL import Image

from .data_files import SIX, noise, write_h5


def test_counts_shares_and_sizes(glasscat, sources):
    document = glasscat("inspect", sources / "six.h5", "--json").json
    assert document["sample_shape"] == [12, 12, 3]
    assert document["data"]["train"] == {"n": 48, "classes": dict.fromkeys(SIX, 8)}
    words = " ".join(glasscat("inspect", sources / "six.h5").out.split())
    assert "fox 8 16.7 % 4 16.7 %" in words
    assert "12 × 12 × 3 = 432 numbers" in words


def test_features_are_counted_once(glasscat, at):
    for n_x, said in ((1234, "Each sample is 1,234 numbers."), (1, "Each sample is 1 number.")):
        np.savez(at / "rows.npz", X=np.random.default_rng(0).normal(size=(20, n_x)), y=np.arange(20) % 2)
        assert said in glasscat("inspect", "rows.npz").out


def test_finds_copies_across_the_splits_and_turned_shares(glasscat, at):
    X, y = noise(200, 2, size=16, seed=2)
    many_light, few_light = np.flatnonzero(y)[:60], np.flatnonzero(y)[60:75]
    dark = np.flatnonzero(y == 0)
    train, test = np.append(dark[:20], many_light), np.append(dark[20:80], few_light)
    test[7] = train[3]
    write_h5(at / "data.h5", train=(X[train], y[train]), test=(X[test], y[test]), classes=("dark", "light"))
    found = {one["code"]: one for one in glasscat("inspect", "data.h5", "--json").json["findings"]}
    assert {(item["train"], item["test"]) for item in found["GC-I10"]["items"]} == {(3, 7)}
    assert found["GC-I10"]["severity"] == "warning"
    assert "GC-I06" in found
    printed = glasscat("inspect", "data.h5")
    assert "GC-I10" in printed.out
    assert printed.code == 0


def test_draws_what_it_found(glasscat, sources, at):
    glasscat("inspect", sources / "six.h5", "--figures", "pictures")
    assert "samples.svg" in {path.name for path in (at / "pictures").iterdir()}


def test_lists_every_conversion(glasscat, at):
    for k, name in enumerate(("cat", "other")):
        (at / "photos" / name).mkdir(parents=True)
        for i in range(6):
            Image.fromarray(noise(1, 1, size=64, seed=10 * k + i)[0][0]).save(at / "photos" / name / f"{i}.png")
    odd = at / "photos" / "cat"
    random = np.random.default_rng(0)
    Image.fromarray(random.integers(0, 255, (64, 64), np.uint8)).save(odd / "grey.png")
    Image.fromarray(random.integers(0, 65535, (64, 64), np.uint16)).save(odd / "sixteen.png")
    Image.fromarray(random.integers(0, 255, (64, 64, 4), np.uint8), "RGBA").save(odd / "clear.png")
    Image.fromarray(random.integers(0, 255, (64, 64, 4), np.uint8), "CMYK").save(odd / "print.jpg")
    Image.fromarray(random.integers(0, 255, (64, 64, 3), np.uint8)).convert("P").save(odd / "palette.png")
    frames = [Image.fromarray(random.integers(0, 255, (64, 64, 3), np.uint8)) for _k in range(3)]
    frames[0].save(odd / "moving.gif", save_all=True, append_images=frames[1:])
    (odd / "letter.txt").write_text("dear")
    answer = glasscat("inspect", "photos", "--json")
    notes = "\n".join(answer.json["notes"])
    for name, words in {
        "grey.png": "grey made RGB",
        "sixteen.png": "16 bits a colour reduced to 8",
        "clear.png": "transparent parts laid over white",
        "print.jpg": "print colours (CMYK) made RGB",
        "palette.png": "palette colours made RGB",
        "moving.gif": "only the first frame taken",
        "letter.txt": "left out, not a picture in a class folder",
    }.items():
        assert any(words in line and name in line for line in notes.splitlines()), (name, notes)
    assert answer.err.count("glasscat: ") == len(answer.json["notes"])


def test_nothing_found_is_not_called_perfect(glasscat, at):
    random = np.random.default_rng(1)
    y = np.arange(900) % 2
    X = random.integers(0, 255, (900, 16, 16, 3), np.uint8)
    write_h5(at / "clean.h5", train=(X[:600], y[:600]), test=(X[600:], y[600:]), classes=("a", "b"))
    answer = glasscat("inspect", "clean.h5")
    assert glasscat("inspect", "clean.h5", "--json").json["findings"] == []
    assert "It does not know everything: look at the pictures." in " ".join(answer.out.split())
