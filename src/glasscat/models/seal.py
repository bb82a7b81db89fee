"""The seal of a model file: a sha256 that stands inside the file and covers every byte of it.

The 64 places of the checksum count as zeros when it is taken, so nothing is left out: not the safetensors header, not
the spaces that pad it, not a byte between the tensors. safetensors itself has no checksum.
"""

from __future__ import annotations

from hashlib import sha256

BLANK = "0" * 64
"""What stands in place of the checksum until it is known."""

# The metadata is a JSON text inside the JSON of the safetensors header, hence the escaped quotes. It begins with this
# mark, so the first one is the right one.
_MARK = rb"\"sha256\":\""


def seal(content: bytes) -> bytes:
    """Put the checksum in the place that `BLANK` holds for it."""
    at = content.index(_MARK) + len(_MARK)
    return content[:at] + _digest(content, at) + content[at + len(BLANK) :]


def is_intact(content: bytes) -> bool:
    """Whether the checksum is that of the content."""
    at = content.find(_MARK) + len(_MARK)
    return content[at : at + len(BLANK)] == _digest(content, at)


def _digest(content: bytes, at: int) -> bytes:
    digest = sha256(content[:at] + BLANK.encode())
    digest.update(memoryview(content)[at + len(BLANK) :])
    return digest.hexdigest().encode()
