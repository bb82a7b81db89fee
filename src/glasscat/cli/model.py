"""The model that an argument MODEL means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glasscat.cli.terminal import notes

if TYPE_CHECKING:
    from glasscat.models.model import Model


def model_of(path: Path) -> Model:
    """Load the model of a run folder, or a model file, and print what was seen meanwhile.

    Raises
    ------
    ModelError
        GC-M01 to GC-M11; of a folder without a model why there is none, as after a training that diverged.
    """
    from glasscat.models.file import load_model
    from glasscat.models.run_folder import load_run

    run = path.is_dir() and not (path / "model.safetensors").exists()
    model = load_run(path).model if run else load_model(path)
    notes(model.notes)
    return model
