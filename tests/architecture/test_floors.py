"""A room imports only rooms below it."""

from graphlib import TopologicalSorter

import pytest

from .source import FILES, all_imports, imports, name_of

FLOORS = {
    "errors": 0,
    "typing": 0,
    "i18n": 0,
    "notebook": 0,
    "kernels": 1,
    "parameters": 1,
    "seeds": 1,
    "work": 1,
    "statistics": 1,
    "layers": 2,
    "optimizers": 2,
    "data": 2,
    "graph": 2,
    "network": 3,
    "logistic": 3,
    "checks": 4,
    "training": 4,
    "evaluation": 4,
    "models": 5,
    "studies": 5,
    "attribution": 5,
    "explanation": 5,
    "reports": 6,
    "run": 7,
    "estimator": 7,
    "cli": 7,
}
DOORS = {room for room, floor in FLOORS.items() if floor == 7}

# rooms that may import less than all the floors below them, and what they may besides
HIGHEST_IMPORT = {"data": 0}
BESIDES = {("data", "statistics")}

# the only room that may import a library
OWNERS = {"h5py": "data", "PIL": "data", "matplotlib": "reports", "sklearn": "estimator", "onnx": "models"}
NOWHERE = {"pickle", "torch", "onnxruntime"}

# the package itself lists the public names, and running it as a module opens the door of the command line
OUTSIDE = {"__init__", "__main__"}

ROOMS = [(path, path.relative_to(FILES[0].parent).with_suffix("").parts[0]) for path in FILES]


def arrows():
    """Imports of one room by another."""
    return [
        found
        for found in all_imports()
        if found.room not in OUTSIDE and found.target_room is not None and found.target_room != found.room
    ]


def test_every_module_is_in_a_known_room():
    assert {room for _path, room in ROOMS} - OUTSIDE <= set(FLOORS)


def test_imports_are_found():
    """The test of the tests: these arrows are there."""
    found = {(arrow.room, arrow.target_room) for arrow in arrows()}
    assert {("layers", "kernels"), ("network", "layers"), ("run", "training"), ("cli", "reports")} <= found


def test_imports_are_absolute():
    assert [str(found) for found in all_imports() if "relative" in found.target] == []


def test_every_arrow_leads_down():
    up = []
    for arrow in arrows():
        floor = FLOORS[arrow.room]
        highest = HIGHEST_IMPORT.get(arrow.room, 0 if floor == 0 else floor - 1)  # the ground floor is one room
        if FLOORS[arrow.target_room] > highest and (arrow.room, arrow.target_room) not in BESIDES:
            up.append(str(arrow))
    assert up == []


def test_there_is_no_circle_among_rooms():
    below = {}
    for arrow in arrows():
        below.setdefault(arrow.room, set()).add(arrow.target_room)
    assert len(list(TopologicalSorter(below).static_order())) >= 10


def test_doors_never_import_each_other():
    assert [str(arrow) for arrow in arrows() if {arrow.room, arrow.target_room} <= DOORS] == []


@pytest.mark.parametrize(("library", "owner"), OWNERS.items())
def test_only_the_owner_imports(library, owner):
    users = [found for found in all_imports() if found.library == library and not found.typing_only]
    assert [str(found) for found in users if found.room != owner] == []
    assert users


@pytest.mark.parametrize("library", sorted(NOWHERE))
def test_nobody_imports(library):
    assert [str(found) for found in all_imports() if found.library == library] == []


def test_nobody_imports_statistics_that_take_half_a_second():
    assert [str(found) for found in all_imports() if found.target.startswith("scipy.stats")] == []


def test_ground_floor_and_kernels_need_little():
    """Floor 0 needs the standard library, and NumPy for annotations; floor 1 needs NumPy, and tests of chance SciPy."""
    for path, room in ROOMS:
        if FLOORS.get(room, 9) <= 1:
            libraries = {found.library for found in imports(path) if not found.typing_only}
            outside = libraries & {"numpy", "scipy", "msgspec", "rich", "typer"}
            allowed = {"numpy", "scipy"} if room == "statistics" else {"numpy"} if FLOORS[room] == 1 else set()
            assert outside <= allowed, name_of(path)
