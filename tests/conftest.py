"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from glasscat.i18n import use_language

# how long an example takes says more about the machine, which others may be using, than about the code
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
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
