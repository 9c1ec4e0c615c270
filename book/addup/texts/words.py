"""Words that tell what a number is, from ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@cache
def words(purpose: str, language: str = "both") -> frozenset[str]:
    """Return the words of one language that serve a purpose; none if it needs none."""
    return frozenset(_table()[language].get(purpose, "").split())
