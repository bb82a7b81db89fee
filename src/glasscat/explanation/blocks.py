"""The layers of a network with the symbols that they go by: Z1, N1, A1, R1, Z2 and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.layers import BatchNorm, Dense, Dropout

if TYPE_CHECKING:
    from glasscat.layers import Layer
    from glasscat.network import Network

_LETTERS = {Dense: "Z", BatchNorm: "N", Dropout: "R"}
"""What layers put out; activations, the others, put out A."""


@dataclass(frozen=True, slots=True)
class Block:
    """A layer in its place.

    Parameters
    ----------
    layer : Layer
    k : int
        Its place in the network.
    number : int
        Dense layers up to and with it.
    symbol, before : str
        What it puts out, and what goes in.
    n_in, n_out : int
    """

    layer: Layer
    k: int
    number: int
    symbol: str
    before: str
    n_in: int
    n_out: int


def blocks(network: Network) -> tuple[Block, ...]:
    """Layers of a network, from the first to the last; the output, A of the last Z, comes after them."""
    found: list[Block] = []
    before, n_in, number = "X", network.n_features, 0
    for k, layer in enumerate(network.layers):
        number += isinstance(layer, Dense)
        symbol = f"{_LETTERS.get(type(layer), 'A')}{number}"
        while any(symbol == one.symbol for one in found):
            symbol += "'"
        n_out = layer.n_out(n_in)
        found.append(Block(layer, k, number, symbol, before, n_in, n_out))
        before, n_in = symbol, n_out
    return tuple(found)
