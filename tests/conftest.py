"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from glasscat.i18n import use_language


@pytest.fixture
def course() -> Path:
    """Return the folder with the course's two HDF5 files, or skip."""
    folder = os.environ.get("GLASSCAT_COURSE_DATA")
    if not folder:
        pytest.skip("GLASSCAT_COURSE_DATA is not set: the course's pictures are not at hand")
    return Path(folder)


@pytest.fixture(autouse=True)
def _english():
    """Tests read English unless they ask for Chinese."""
    with use_language("en"):
        yield
