"""What the report gives away: its tables and its verdicts, as one data package for any program."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from addup.__main__ import checks_as_json
from addup.engine.figures import READINGS, load, tidied
from addup.engine.solve import VERDICTS
from addup.report.article import Article
from addup.report.evidence import KINDS

Row = Mapping[str, str | None]


def _field(name: str, title: str, description: str = "", **constraints: Any) -> dict[str, Any]:
    """Describe a column of text, as Frictionless does."""
    about = {"description": description} if description else {}
    return {"name": name, "type": "string", "title": title} | about | {"constraints": constraints}


_SIDE = "In base units, rounded outwards if it has no last digit; a date is a number of days. Empty: no end."
_DECIMAL = r"-?\d+(\.\d+)?"

VERDICTS_SCHEMA: dict[str, Any] = {
    "fields": [
        _field("check", "Check", "Its id in checks.csv.", required=True),
        _field("reading", "Reading", "How the numbers are taken.", required=True, enum=list(READINGS)),
        _field(
            "evidence",
            "Evidence",
            "What the check is evidence of; with none it only works a quantity out, and is not counted.",
            enum=[kind for kind in KINDS if kind],
        ),
        _field("verdict", "Verdict", "The three readings weighed.", required=True, enum=list(VERDICTS)),
        _field("alone", "Verdict under this reading alone", required=True, enum=list(VERDICTS)),
        _field("left_least", "Left side, least", _SIDE, pattern=_DECIMAL),
        _field("left_most", "Left side, most", _SIDE, pattern=_DECIMAL),
        _field("left_unit", "Left side, unit", "Empty where it has no meaning."),
        _field("right_least", "Right side, least", _SIDE, pattern=_DECIMAL),
        _field("right_most", "Right side, most", _SIDE, pattern=_DECIMAL),
        _field("right_unit", "Right side, unit", "Empty where it has no meaning."),
        _field(
            "margin",
            "Margin",
            "How far the sides could move apart and still fit; negative if they do not. Empty: any distance.",
            pattern=_DECIMAL,
        ),
        _field("reason", "Reason", "What carries the verdict, in words."),
    ],
    "primaryKey": ["check", "reading"],
    "foreignKeys": [{"fields": "check", "reference": {"resource": "checks", "fields": "id"}}],
}
"""Table Schema of verdicts.csv: one row for each check under each reading."""


def verdicts(data: Path) -> list[dict[str, str | None]]:
    """Work out the rows of verdicts.csv from the tables in the folder `data`.

    Raises BadInput where a table cannot be read.
    """
    register = load(data)
    results = [Article(data, reading).result for reading in READINGS]
    told = [checks_as_json(register, result) for result in results]
    rows: list[dict[str, str | None]] = []
    for id in register.checks:
        for result, checks in zip(results, told, strict=True):
            verdict, texts = result.checks[id], checks[id]
            cells = (
                *(id, result.reading, register.checks[id].evidence, verdict.verdict),
                verdict.by_reading.get(result.reading, verdict.verdict),
                *(*texts["left"], verdict.units[0], *texts["right"], verdict.units[1]),
                *(texts["margin"], texts["reason"]),
            )
            names = (field["name"] for field in VERDICTS_SCHEMA["fields"])
            rows.append({name: cell or None for name, cell in zip(names, cells, strict=True)})
    return rows


def package(data: Path) -> dict[str, bytes]:
    """Return the files of the data package to publish, by their path in it.

    Every table of the folder `data` is there, and once more as JSON, and so are the verdicts; those of the
    register are in the form in which they are kept, whatever program has saved them. datapackage.json
    describes them all. The same tables always give the same bytes.
    """
    description = json.loads((data / "datapackage.json").read_text("utf-8"))
    rows = verdicts(data)
    names = [field["name"] for field in VERDICTS_SCHEMA["fields"]]
    text = io.StringIO()
    table = csv.DictWriter(text, names, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    texts = {**tidied(data), "verdicts.csv": text.getvalue()}
    checks = next(number for number, one in enumerate(description["resources"]) if one["name"] == "checks")
    description["resources"].insert(checks + 1, _described(description["resources"][checks]))

    files: dict[str, bytes] = {}
    for resource in description["resources"]:
        path = resource["path"]
        files[path] = texts[path].encode() if path in texts else (data / path).read_bytes()
        files[as_json_path(path)] = _json(files[path], resource["schema"])
        resource["hash"] = f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        resource["bytes"] = len(files[path])
    files["datapackage.json"] = (json.dumps(description, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def as_json_path(path: str) -> str:
    """Return the path of the JSON form of a table: "checks.csv" -> "checks.json"."""
    return path.removesuffix("csv") + "json"


def _described(like: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the table of verdicts as a resource, in the format of another."""
    return {
        **like,
        "name": "verdicts",
        "path": "verdicts.csv",
        "title": "What the checks come to",
        "description": "One row for each check under each reading, worked out from the other tables.",
        "schema": VERDICTS_SCHEMA,
    }


_VALUES: dict[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text.lower() == "true",
}


def _json(content: bytes, schema: Mapping[str, Any]) -> bytes:
    """Return a table as a JSON list of rows; an empty cell is null, a number of the register stays text."""
    kinds = {field["name"]: _VALUES.get(field["type"], str) for field in schema["fields"]}
    rows = [
        {name: kinds[name](cell) if cell else None for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(content.decode()))
    ]
    return (json.dumps(rows, indent=1, ensure_ascii=False) + "\n").encode()
