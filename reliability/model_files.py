"""A model file lets nobody change it unnoticed: every bit of small ones flipped, and every beginning of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.dataset import Dataset, Samples
from glasscat.errors import ModelError
from glasscat.models.file import content_of, model_in
from glasscat.models.model import Model
from glasscat.network import Network
from glasscat.optimizers import Adam
from glasscat.training.fitted import fitted_of
from glasscat.training.loop import train
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CLAIM = Said(
    "every single bit of a model file flipped, and every truncation: all are detected",
    "模型文件的任何一位翻转、在任何位置截断，都会被发现",
)
MADE = "model.safetensors"


def measure(files: Iterable[tuple[str, bytes]] | None = None) -> Measured:
    """Flip every bit and cut at every byte of these files, which are given by name; of `small_files` if of none."""
    files = list(small_files() if files is None else files)
    missed = [f"{name}: {what}" for name, whole in files for what, content in changes(whole) if not is_refused(content)]
    missed += [f"{name} itself is refused" for name, whole in files if is_refused(whole)]
    cuts = sum(len(whole) for _name, whole in files)
    n, sizes = 9 * cuts, ", ".join(f"{len(whole):,}" for _name, whole in files)
    first = "; ".join(["", *missed[:3]])
    figure = Said(
        f"{n - len(missed):,} of {n:,}: {8 * cuts:,} flips and {cuts:,} truncations of files of {sizes} bytes{first}",
        f"{n:,} 次中 {n - len(missed):,} 次：{sizes} 字节的文件，翻转 {8 * cuts:,} 次，截断 {cuts:,} 次{first}",
    )
    return Measured(CLAIM, figure, passed=not missed)


def changes(whole: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file that one flipped bit or one cut makes of this one, and what was done."""
    content = bytearray(whole)
    for at in range(len(content)):
        for bit in range(8):
            content[at] ^= 1 << bit
            yield f"bit {bit} of byte {at}", bytes(content)
            content[at] ^= 1 << bit
    for n in range(len(whole)):
        yield f"the first {n} bytes", whole[:n]


def is_refused(content: bytes) -> bool:
    """Whether these bytes are refused with an error of their own; any other exception is a defect, and is raised."""
    try:
        model_in(content, Path(MADE))
    except ModelError:
        return True
    return False


def small_files() -> Iterator[tuple[str, bytes]]:
    """Files of a neuron on features, and of a network of two layers with statistics on pictures."""
    yield "neuron", content_of(_trained((2,), [], 2))
    yield "network", content_of(_trained((2, 2, 3), [3], 3, batch_norm=True))


def _trained(shape: tuple[int, ...], hidden: list[int], n_classes: int, *, batch_norm: bool = False) -> Model:
    rng = np.random.default_rng(0)
    m, pictures = 4 * n_classes, len(shape) == 3
    X = rng.integers(0, 256, (m, *shape), dtype=np.uint8) if pictures else rng.normal(size=(m, *shape))
    samples = Samples(X, np.arange(m) % n_classes, ("",) * m, 255.0 if pictures else 1.0)
    data = Dataset(samples, None, ("dog", "cat", "猫")[:n_classes], "random numbers")
    network = Network.dense(data.n_features, hidden, n_classes, batch_norm=batch_norm)
    records = train(network, data, optimizer=Adam(0.01), iterations=3, seed=0)
    return Model.of(fitted_of(network, data, list(records)))
