"""``glasscat data``: built-in sets, known sets to download, drawings as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasscat.cli.options import Debug, Json, Lang, Seed
from glasscat.cli.terminal import paragraph, print_json, progress, results
from glasscat.cli.verbs import Verb, Verbs
from glasscat.i18n import _, _n

app = typer.Typer(cls=Verbs)


@app.command("list", cls=Verb, help=str(_("What there is: built-in sets, and known ones to download.")))
def list_sets(*, json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Name every set with its origin."""
    from glasscat.data.known import KNOWN
    from glasscat.data.load import DRAWN_CATS

    drawn = _("cats and other things, 64 × 64, drawn by glasscat itself; they are drawings, not photographs.")
    sets = [{"name": DRAWN_CATS, "kind": "built-in", "text": str(drawn), "files": []}]
    sets += [
        {"name": one.name, "kind": "download", "text": str(one.origin), "files": [file.name for file in one.files]}
        for one in KNOWN.values()
    ]
    if json:
        print_json(sets)
        return
    console = results()
    for one in sets:
        built_in = one["kind"] == "built-in"
        # 0.005, the default, suits the course's pictures: on the drawings the cost swings up and down
        rate = "--learning-rate 0.001"
        how = f"glasscat train {one['name']} {rate}" if built_in else f"glasscat data get {one['name']}"
        console.print(f"{one['name']}    {how}")
        paragraph(console, str(one["text"]))


@app.command("get", cls=Verb, help=str(_("Download a known set; its sha256 is checked.")))
def get_set(
    name: Annotated[str, typer.Argument(metavar="NAME", help=str(_("As `data list` names it.")), show_default=False)],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=str(_("Folder for the files.")))] = Path(),
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help=str(_("Another host that has the files.")), show_default=False)
    ] = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Fetch the files of a known set."""
    from glasscat.data.known import get

    with progress(_("downloading {name}", name=name)) as bar:
        files = get(name, out, base_url=base_url, progress=bar)
    if json:
        print_json([str(file) for file in files])
        return
    console = results()
    for file in files:
        console.print(str(file), soft_wrap=True)  # a path in one line, whatever its length: it is there to be copied


@app.command("draw", cls=Verb, help=str(_("Write drawings of cats and other things as picture files.")))
def draw_set(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=str(_("New folder.")), show_default=False)],
    *,
    number: Annotated[int, typer.Option("--number", "-n", help=str(_("How many drawings.")))] = 100,
    seed: Seed = 0,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Draw, and write one PNG a drawing into a folder a class."""
    from glasscat.data.drawn_cats import drawings
    from glasscat.data.picture_writer import write_pictures

    samples, class_names = drawings(number, seed)
    files = write_pictures(samples, class_names, folder)
    if json:
        print_json([str(file) for file in files])
        return
    text = _n("{n} drawing is in {folder}.", "{n} drawings are in {folder}.", len(files), folder=str(folder))
    paragraph(results(), text)
