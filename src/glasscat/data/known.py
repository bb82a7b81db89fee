"""Data sets that can be fetched by name. A pinned sha256 decides what is accepted, never the host it came from."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat.data.impostors import head_of, is_page, is_pointer, kind_of
from glasscat.errors import StorageError, unknown_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat.data.reading import Progress
    from glasscat.i18n import Text

TIMEOUT = 30
"""Seconds without an answer before a download is given up."""


@dataclass(frozen=True)
class KnownFile:
    """One file of a known set: its name, where it can be had, and the sha256 that it must have."""

    name: str
    url: str
    sha256: str


@dataclass(frozen=True)
class KnownSet:
    """A data set that can be fetched: its files, and what is known about its origin and licence."""

    name: str
    files: tuple[KnownFile, ...]
    origin: Text


# Any copy serves: the hash decides, not the host.
_COPY = (
    "https://raw.githubusercontent.com/ramakris/coursera-deeplearning/b1c8f954b5711f918c75f764138837bbe1b3f7fc/datasets"
)

KNOWN: Mapping[str, KnownSet] = {
    "catvnoncat": KnownSet(
        "catvnoncat",
        (
            KnownFile(
                "train_catvnoncat.h5",
                f"{_COPY}/train_catvnoncat.h5",
                "fbe56ab67c3ae28d564e3a644189117976d6b31af0a3ce9bb17dbf22908af242",
            ),
            KnownFile(
                "test_catvnoncat.h5",
                f"{_COPY}/test_catvnoncat.h5",
                "6a9d39ce52fa85953c5834695b8534a30ed8cfd54971fb2f080b5a24d002b951",
            ),
        ),
        _(
            "259 pictures of 64 × 64, cats and others, from the course Neural Networks and Deep Learning "
            "(DeepLearning.AI, Coursera). No licence is stated: use them for your own study only."
        ),
    ),
}


def get(
    name: str,
    folder: str | Path,
    *,
    base_url: str | None = None,
    progress: Progress | None = None,
    known: Mapping[str, KnownSet] = KNOWN,
) -> list[Path]:
    """Fetch a known set into ``folder``; files that are there already, with the right content, are not fetched again.

    Parameters
    ----------
    name : str
        One of ``known``.
    folder : str or Path
        Made where it is missing.
    base_url : str, optional
        Another host: files are fetched from ``base_url/<file name>``. The pinned hashes stay.
    progress : callable, optional
        Called as ``progress(done, total)`` in bytes, for each file in turn.

    Returns
    -------
    list of Path
        The files, in the order of the set.

    Raises
    ------
    UsageError
        GC-U26 for a name that is not known.
    StorageError
        GC-S20 without pooch, GC-S21 where the download fails, GC-S22 where something else came, GC-S23 where another
        file of that name is there, GC-S26 where the folder cannot be written. Nothing half-written is left behind.
    """
    if name not in known:
        raise unknown_name("GC-U26", _("data set"), name, sorted(known))
    return [_fetch(file, Path(folder), base_url, progress) for file in known[name].files]


def _fetch(file: KnownFile, folder: Path, base_url: str | None, progress: Progress | None) -> Path:
    target = folder / file.name
    if target.exists():
        if _sha256(target) == file.sha256:
            return target
        problem = _("another file of this name is there ({size} bytes), and it is kept.", size=target.stat().st_size)
        raise StorageError("GC-S23", str(target), problem, _("move it away, or choose another folder."))
    url = file.url if base_url is None else f"{base_url.rstrip('/')}/{file.name}"
    pooch = _pooch()
    from requests import RequestException  # noqa: PLC0415  (comes with pooch, which is an extra)

    def download(url: str, output_file: str, _pooch: object) -> None:
        bar = _Bar(progress) if progress is not None else False
        pooch.HTTPDownloader(progressbar=bar, timeout=TIMEOUT)(url, output_file, None)
        _check(Path(output_file), url, file)

    try:
        pooch.retrieve(url, file.sha256, file.name, folder, downloader=download)
    except RequestException as error:
        if error.response is not None:
            error.response.close()  # pooch leaves the connection of a refused request open
        problem = _("the download failed: {reason}.", reason=str(error))
        raise StorageError("GC-S21", url, problem, _("check the connection, and try again.")) from error
    except OSError as error:
        problem = _("the file cannot be written: {reason}.", reason=error.strerror)
        raise StorageError(
            "GC-S26", str(target), problem, _("choose a folder that can be written, with room.")
        ) from error
    return target


def _check(came: Path, url: str, file: KnownFile) -> None:
    """Raise GC-S22 where what came is not the file, saying what it is."""
    found, size = _sha256(came), came.stat().st_size
    if found == file.sha256:
        return
    head = head_of(came)
    if is_page(head) or is_pointer(head):
        problem = _("{file} was expected; {kind} of {size} bytes came.", file=file.name, kind=kind_of(head), size=size)
    else:
        problem = _(
            "sha256 {expected} was expected; {kind} of {size} bytes with sha256 {found} came.",
            expected=file.sha256,
            kind=kind_of(head),
            size=size,
            found=found,
        )
    raise StorageError("GC-S22", url, problem, _("nothing was kept; get the file from another place."))


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _pooch() -> Any:  # noqa: ANN401  (pooch has no types)
    try:
        import pooch  # noqa: PLC0415  (an extra)
    except ImportError:
        problem = _("downloads need pooch, which is not installed.")
        raise StorageError("GC-S20", "", problem, _('in the clone, run: pip install -e ".[download]"')) from None
    pooch.get_logger().setLevel("WARNING")  # it would announce every file on standard error
    return pooch


class _Bar:
    """What pooch reports to: it sets ``total``, calls ``update``, and ends with ``reset``, ``update``, ``close``."""

    def __init__(self, progress: Progress) -> None:
        self.total = 0
        self._done = 0
        self._progress = progress

    def update(self, n: int) -> None:
        self._done = min(self._done + n, self.total)  # pooch counts whole chunks
        self._progress(self._done, self.total)

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        """Nothing is kept open."""
