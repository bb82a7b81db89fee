"""Object headers of HDF5, read without libhdf5: it follows some addresses in them round and round for ever.

Only what is needed to say no: where the root group begins, which messages a header has, and whether the heap with the
names in it is sound. What is not known here is not an error here; libhdf5 will find it.

The layout of the bytes is that of the HDF5 File Format Specification, version 3.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.impostors import HDF5_SIGNATURE
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

EXTERNAL, LINK_INFO, SYMBOL_TABLE = 0x07, 0x02, 0x11
"""Types of messages: storage outside the file, names kept in a tree of their own, names kept in a heap."""

_CONTINUATION = 0x10
_NOWHERE = 2**64 - 1
_END_OF_LIST = 1
_MOST_BLOCKS = 100
_LARGEST_BLOCK = 2**24


class DamagedHeaderError(ValueError):
    """Damage that libhdf5 had better not be given."""


class UnusualHeaderError(ValueError):
    """What a file of HDF5 may well have, and no file of a course does."""


class Headers:
    """The object headers of an open file.

    Parameters
    ----------
    file : binary file

    Raises
    ------
    DamagedHeaderError, UnusualHeaderError
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._base = self._find_signature()
        start = self.bytes_at(0, 100)
        version = number_in(start, 8, 1)
        if number_in(start, 13 if version < 2 else 9, 2) != 0x0808:
            raise UnusualHeaderError(_("addresses of another length than 8 bytes"))
        root = {0: 64, 1: 68}.get(version, 36)
        self.root = number_in(start, root)
        if version < 2 and number_in(start, root + 8, 4) == 1:  # the heap of the message, kept at hand
            self._check_heap(number_in(start, root + 24))

    def check_names(self) -> None:
        """Refuse a root group whose names libhdf5 would look for until the end of time.

        Raises
        ------
        DamagedHeaderError, UnusualHeaderError
        """
        for kind, data in self.messages(self.root):
            if kind == SYMBOL_TABLE:
                self._check_heap(number_in(data, 8))
            elif kind == LINK_INFO and number_in(data, 2 + 8 * (number_in(data, 1, 1) & 1)) != _NOWHERE:
                raise UnusualHeaderError(_("more than eight names in the new way of keeping them"))

    def messages(self, address: int) -> Iterator[tuple[int, bytes]]:
        """Type and content of each message of the header at an address, wherever its blocks lie.

        Raises
        ------
        DamagedHeaderError
        """
        start = self.bytes_at(address, 40)
        if start[:4] == b"OHDR":
            yield from self._new_messages(address, start)
        elif start[:1] == b"\1":
            yield from self._from_blocks([(address + 16, number_in(start, 8, 4))], 8, 2)
        else:
            raise DamagedHeaderError(_("an object without a header"))

    def _new_messages(self, address: int, start: bytes) -> Iterator[tuple[int, bytes]]:
        flags = number_in(start, 5, 1)
        at = 6 + 16 * (flags >> 5 & 1) + 4 * (flags >> 4 & 1)
        width = 1 << (flags & 3)
        size = number_in(start, at, width)
        yield from self._from_blocks([(address + at + width, size)], 6 if flags & 4 else 4, 1)

    def _from_blocks(self, blocks: list[tuple[int, int]], head: int, width: int) -> Iterator[tuple[int, bytes]]:
        """Messages, each after ``head`` bytes, whose type takes ``width`` bytes, and its size the next two."""
        for number, (address, size) in enumerate(blocks):  # which grow on the way
            if number >= _MOST_BLOCKS or size > _LARGEST_BLOCK:
                raise DamagedHeaderError(_("a header that does not end"))
            block, at = self.bytes_at(address, size), 0
            while at + head <= len(block):
                kind, n = number_in(block, at, width), number_in(block, at + width, 2)
                data = block[at + head : at + head + n]
                if kind == _CONTINUATION:
                    signature = 4 * (width == 1)  # the new form begins with one, and ends with a checksum
                    blocks.append((number_in(data, 0) + signature, number_in(data, 8) - 2 * signature))
                yield kind, data
                at += head + n

    def _check_heap(self, address: int) -> None:
        """Follow the list of what is free in a heap: each piece says where the next one begins."""
        head = self.bytes_at(address, 32)
        size, free, begin = (number_in(head, at) for at in (8, 16, 24))
        seen = set()
        while free != _END_OF_LIST:
            if free in seen or free >= size:
                raise DamagedHeaderError(_("names whose list does not end"))
            seen.add(free)
            free = number_in(self.bytes_at(begin + free, 8), 0)

    def _find_signature(self) -> int:
        """Where HDF5 begins: at 0, or behind a block of the user's, at 512, 1024, 2048 and so on."""
        place = 0
        while True:
            self._file.seek(place)
            found = self._file.read(8)
            if found == HDF5_SIGNATURE:
                return place
            if len(found) < 8:
                raise DamagedHeaderError(_("no signature"))
            place = max(512, 2 * place)

    def bytes_at(self, address: int, n: int) -> bytes:
        """The ``n`` bytes at an address, or as many of them as there are.

        Raises
        ------
        DamagedHeaderError
        """
        if not 0 <= n <= _LARGEST_BLOCK or address > 2**62:
            raise DamagedHeaderError(_("an address beyond the file"))
        self._file.seek(self._base + address)
        return self._file.read(n)


def number_in(data: bytes, at: int, n: int = 8) -> int:
    """Number of ``n`` bytes; DamagedHeaderError where there are fewer."""
    if len(data) < at + n:
        raise DamagedHeaderError(_("a header that is cut short"))
    return int.from_bytes(data[at : at + n], "little")
