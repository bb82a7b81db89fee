"""A room imports only rooms below it, and only the libraries it has leave for."""

import re
import sys
from graphlib import TopologicalSorter

from .source import FILES, REPOSITORY, SRC, all_imports, name_of

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

# libraries that a room may import besides NumPy, which every room above the ground floor may
LIBRARIES = {
    "__init__": {"lazy_loader"},
    "optimizers": {"scipy"},
    "data": {"h5py", "PIL", "pooch", "requests"},  # what pooch raises is from requests, which comes with it
    "checks": {"scipy"},
    "models": {"msgspec", "safetensors", "onnx"},
    "studies": {"scipy"},
    "reports": {"matplotlib", "jinja2", "markupsafe"},  # markupsafe comes with jinja2
    "estimator": {"sklearn"},
    "cli": {"typer", "rich"},
}

# imports beside the map, each with what for: see docs/adr/0020
BESIDE_THE_MAP = {
    "data/inspection/likeness_groups.py": {"scipy"},  # connected components
    "checks/report_table.py": {"rich"},  # a report as a table for the terminal
    "evaluation/table.py": {"rich"},  # a verdict as a table for the terminal
}

# of the standard library: the global generator, and ways to another machine, of which pooch is the only one
NOWHERE = {"random", "urllib", "http", "socket", "ssl", "socketserver", "asyncio", "ftplib", "smtplib", "xmlrpc"}

# formulas and what holds them together: they neither read nor wait, and draw from the generator they are given
PURE = {"kernels", "parameters", "seeds", "work", "layers", "network", "logistic"}
PURE_MODULES = {"__future__", "collections", "dataclasses", "functools", "itertools", "math", "typing"}

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


def at_work():
    """Imports that are not for annotations alone."""
    return [found for found in all_imports() if not found.typing_only]


def foreign():
    """Imports of what is neither glasscat's nor Python's own."""
    return [found for found in at_work() if found.library not in {*sys.stdlib_module_names, "glasscat"}]


def may_import(found):
    """Whether the importing file has leave for this library."""
    numpy = {"numpy"} if FLOORS.get(found.room, 0) > 0 else set()
    return found.library in numpy | LIBRARIES.get(found.room, set()) | BESIDE_THE_MAP.get(name_of(found.path), set())


def test_a_room_imports_only_libraries_it_has_leave_for():
    assert [str(found) for found in foreign() if not may_import(found)] == []


def test_every_leave_is_used():
    """So that none lies about for something else, and imports of libraries are found."""
    rooms = {(found.room, found.library) for found in foreign()}
    files = {(name_of(found.path), found.library) for found in foreign()}
    assert {(room, library) for room, libraries in LIBRARIES.items() for library in libraries} <= rooms
    assert {(file, library) for file, libraries in BESIDE_THE_MAP.items() for library in libraries} <= files


def test_nobody_draws_from_the_global_generator_nor_asks_another_machine():
    assert [str(found) for found in all_imports() if found.library in NOWHERE] == []


def test_formulas_need_little():
    own = [found for found in at_work() if found.room in PURE and found.library in sys.stdlib_module_names]
    assert [str(found) for found in own if found.library not in PURE_MODULES] == []


def test_nobody_imports_statistics_that_take_half_a_second():
    assert [str(found) for found in all_imports() if found.target.startswith("scipy.stats")] == []


def rows_of_the_map():
    """Rows of CONTRIBUTING.md's map: the floor, and what is quoted in the columns of rooms and of what they import."""
    page = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for floor, rooms, _holds, imported in re.findall(r"^\| (\d) \| (.+) \| (.+) \| (.+) \|$", page, flags=re.MULTILINE):
        yield int(floor), re.findall(r"`(.+?)`", rooms), re.findall(r"`(\w+)`", imported)


def test_the_map_names_every_room_and_no_other():
    named = [
        (room.removesuffix("/").removesuffix(".py"), floor) for floor, rooms, _ in rows_of_the_map() for room in rooms
    ]
    assert sorted(named) == sorted(FLOORS.items())
    there = [SRC / room for _floor, rooms, _imported in rows_of_the_map() for room in rooms]
    assert [path.name for path in there if path.is_dir() == (path.suffix == ".py") or not path.exists()] == []


def test_the_map_names_the_libraries_of_every_room():
    for _floor, rooms, imported in rows_of_the_map():
        leave = set().union(*(LIBRARIES.get(room.removesuffix("/").removesuffix(".py"), set()) for room in rooms))
        assert set(imported) == leave, rooms
