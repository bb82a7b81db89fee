"""Train on your own photographs: a folder with one folder of pictures for each class.

Run it with: python examples/photos.py photos/
where photos/cat and photos/not-cat hold the pictures. Without a folder it writes a few drawings and trains on those.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

import glasscat as gc


def write_drawings(folder: Path, n: int = 120) -> None:
    """Write the first n built-in drawings as PNG files, one folder a class."""
    drawn = gc.load("drawn-cats")
    for k in range(n):
        picture = folder / drawn.class_names[drawn.train.y[k]] / f"{k:03}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(drawn.train.X[k]).save(picture)


def train_on(folder: Path, keep_in: Path) -> None:
    """Load, look for what is wrong, train, judge, keep, and ask the kept model."""
    data = gc.load(folder, size=32)  # every fifth picture of a class is held out as the test set
    for note in data.notes:
        print("note:", note)
    for finding in gc.inspect(data):
        print(f"{finding.severity}: {finding.text}")

    network = gc.Network.dense(data.n_features, [16], data.n_classes)
    run = gc.fit(network, data, optimizer=gc.GradientDescent(0.01), iterations=500, seed=1)
    print(gc.evaluate(run, data.test))
    run.save(keep_in)

    model = gc.load_model(keep_in)  # this is all that is needed from now on
    first = data.test.names[0]
    for name, probability in zip(model.class_names, model.probabilities(data.test)[0], strict=True):
        print(f"{first}: {name} with probability {probability:.2f}")


with TemporaryDirectory() as temporary:
    photos = Path(*sys.argv[1:2]) if sys.argv[1:] else Path(temporary, "pictures")
    if not sys.argv[1:]:
        write_drawings(photos)
    train_on(photos, Path(temporary, "run"))
