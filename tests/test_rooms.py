"""The rooms of the library, and the one way through them: no import goes back."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[1] / "book/addup"

# What each room may stand on besides itself.
STANDS_ON = {
    "engine": set(),
    "texts": {"engine", "report"},
    "report": {"engine"},
    "publishing": {"engine", "texts", "report"},
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield str(node.module)


def modules(room: str) -> list[Path]:
    found = [path for path in (LIBRARY / room).rglob("*.py") if "template" not in path.parts]
    assert found, f"no such room: {room}"
    return found


@pytest.mark.parametrize("room", STANDS_ON)
def test_imports_go_one_way(room):
    used = {
        (path.name, name.split(".")[1])
        for path in modules(room)
        for name in imports(path)
        if name.startswith("addup.")
    }
    assert {
        (file, other) for file, other in used if other not in STANDS_ON[room] | {room, "__main__"}
    } == set()
    assert room == "publishing" or all(other != "__main__" for _, other in used)


def test_every_room_is_named():
    assert {path.name for path in LIBRARY.iterdir() if (path / "__init__.py").exists()} == set(STANDS_ON)


def test_the_engine_is_made_of_the_standard_library():
    used = {name.split(".")[0] for path in modules("engine") for name in imports(path)}
    assert used - set(sys.stdlib_module_names) == {"addup"}


def test_modules_of_the_engine_stand_on_each_other_one_way_too():
    """Whoever reads from a figure to its verdict reads downwards: no two modules need each other to start."""
    names = {path.stem: path for path in modules("engine")}
    needs = {
        name: {
            node.module.split(".")[2]
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("addup.engine.")
        }
        for name, path in names.items()
    }
    placed: set[str] = set()
    while ready := {name for name in needs if name not in placed and needs[name] <= placed}:
        placed |= ready
    assert placed == set(names)
