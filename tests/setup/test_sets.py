"""What each target installs: pinned from the ranges, the same in every set, and enough for what it runs."""

import ast
import functools
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[2]
GROUPS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
FILES = {"book": "requirements.txt"} | {name: f"requirements/{name}.txt" for name in ("edit", "new", "test")}
NEEDS = {"book": {"book"}, "edit": {"book", "edit"}, "new": {"book", "new"}, "test": set(FILES)}


def pins(name):
    """What a file pins, a package several times where systems differ."""
    lines = re.findall(r"^([^\s#].*?) \\$", (PROJECT / FILES[name]).read_text("utf-8"), re.MULTILINE)
    return [Requirement(line) for line in lines]


def pinned(name):
    """Names of what is installed before a target of this set runs."""
    return {canonicalize_name(pin.name) for each in NEEDS[name] for pin in pins(each)}


def test_every_group_has_its_file():
    assert set(GROUPS) == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_range_is_pinned_within_it(name):
    versions = {}
    for pin in (pin for each in NEEDS[name] for pin in pins(each)):
        (version,) = pin.specifier
        versions.setdefault(canonicalize_name(pin.name), set()).add(version.version)
    for wanted in map(Requirement, GROUPS[name]):
        found = versions.get(canonicalize_name(wanted.name), set())
        assert found, f"{wanted.name}: run make requirements"
        assert all(wanted.specifier.contains(version) for version in found), "run make requirements"


def test_no_two_sets_pin_different_versions_here():
    versions = {}
    for pin in (pin for name in FILES for pin in pins(name)):
        if pin.marker is None or pin.marker.evaluate():
            versions.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier))
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def imported(file):
    """Packages that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module]
        yield from (name.partition(".")[0] for name in names)


@functools.cache
def distributions():
    """Which distributions each package here comes from; asking for it reads the files of all of them."""
    return packages_distributions()


# What only some targets run
ALSO = {"_ext/preview.py": "edit", "addup/texts": "new", "addup/texts/template/tests": "test"}
MODULES = sorted(file.relative_to(PROJECT / "book").as_posix() for file in (PROJECT / "book").rglob("*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_what_a_module_imports_is_installed_before_it_runs(module):
    sets = [name for path, name in ALSO.items() if module.startswith(path)]
    there = pinned(sets[-1] if sets else "book")
    own = {path.stem for path in (PROJECT / "book").iterdir()} | sys.stdlib_module_names
    for package in set(imported(PROJECT / "book" / module)) - own:
        names = {canonicalize_name(name) for name in distributions().get(package, [package])}
        assert names & there, f"{module} imports {package}, which its targets do not install"
