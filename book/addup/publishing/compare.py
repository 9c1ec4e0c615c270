"""What an edit of the data does to the verdicts: a data folder as it is, against the same folder in a commit.

``python -m addup.publishing.compare [--data DIR] [--to REVISION] [--reading NAME]
[--format table|markdown]``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from addup.engine.figures import ALL_READINGS, Register, load
from addup.engine.solve import Result, Verdict, solve
from addup.engine.table import BadInput
from addup.report import terminal
from addup.report.wording import sides

DATA = Path(__file__).resolve().parents[3] / "data"

COMPUTED = ("number", "scale", "unit", "hedge", "place")
"""The columns of a figure that a verdict can depend on."""


@dataclass(frozen=True)
class Change:
    """One check before and now; None where it is not among the checks."""

    check: str
    before: Verdict | None
    now: Verdict | None

    @property
    def is_new_verdict(self) -> bool:
        """Whether the verdict itself changed, and not only the ranges that carry it."""
        return _name(self.before) != _name(self.now)

    @property
    def is_same(self) -> bool:
        """Whether nothing at all changed."""
        return self.before == self.now

    def cells(self, line_break: str) -> tuple[str, str, str]:
        """Return the check, and its verdict and two sides before and now."""
        return self.check, _words(self.before, line_break), _words(self.now, line_break)


def committed(data: Path, revision: str = "HEAD") -> Register | None:
    """Return the register as it stands in a commit; None if it is not there, or there is no git.

    Raises BadInput if what stands there is not a register.
    """
    with TemporaryDirectory() as folder:
        for name in ("figures.csv", "references.csv", "checks.csv"):
            try:
                command = ["git", "show", f"{revision}:./{name}"]
                shown = subprocess.run(command, cwd=data, capture_output=True, check=False)
            except OSError:
                return None
            if shown.returncode == 0:
                Path(folder, name).write_bytes(shown.stdout)
            elif name != "references.csv":
                return None
        return load(Path(folder))


def edits(before: Register, now: Register) -> Iterator[str]:
    """Name each edit of a figure or a formula, such as "domestic_usd: number: 5.5 → 5.8"."""
    for id in {**now.figures, **before.figures}:
        yield from _edits(id, before.figures.get(id), now.figures.get(id), COMPUTED)
    for id in {**now.checks, **before.checks}:
        yield from _edits(id, before.checks.get(id), now.checks.get(id), ("formula",))


def changes(before: Result, now: Result) -> list[Change]:
    """Return every check in the present order, then those that are gone."""
    return [Change(id, before.checks.get(id), now.checks.get(id)) for id in {**now.checks, **before.checks}]


def _edits(id: str, before: object, now: object, fields: Sequence[str]) -> Iterator[str]:
    if before is None or now is None:
        yield f"{id}: {'added' if before is None else 'removed'}"
        return
    for field in fields:
        was, is_ = getattr(before, field), getattr(now, field)
        if was != is_:
            yield f"{id}: {field}: {_plain(was)} → {_plain(is_)}"


def _plain(value: object) -> str:
    return f"{float(value):g}" if isinstance(value, Fraction) else str(value or "none")


def _name(verdict: Verdict | None) -> str:
    return "no such check" if verdict is None else verdict.verdict


def _words(verdict: Verdict | None, line_break: str) -> str:
    if verdict is None:
        return _name(verdict)
    left, right = sides(verdict.left, verdict.right, verdict.units)
    return f"{verdict.verdict}:{line_break}{left} against {right}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what changed; return 0, or 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="addup.publishing.compare", description="What does an edit do to the verdicts?"
    )
    parser.add_argument("--data", type=Path, default=DATA, help="folder of figures.csv and checks.csv")
    parser.add_argument("--to", default="HEAD", metavar="REVISION", help="commit to compare to")
    parser.add_argument("--reading", choices=ALL_READINGS, default="declared")
    parser.add_argument("--format", choices=("table", "markdown"), default="table")
    parser.add_argument("--all", action="store_true", help="every range that changed, not one screen")
    options = parser.parse_args(arguments)
    try:
        now, before = load(options.data), committed(options.data, options.to)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    if before is None:
        print(f"There is no {options.to} with this data to compare to.")
        return 0
    edited = list(edits(before, now))
    if not edited:
        print(f"No figure and no check differs from {options.to}: every verdict stands.")
        return 0
    was = solve(before, options.reading)
    compared = changes(was, solve(now, options.reading, was))
    changed = [change for change in compared if not change.is_same]
    if options.format == "markdown":
        _print_markdown(edited, changed, options.to)
    elif options.all:
        _print_table(edited, changed, options.to)
    else:
        _print_short(edited, changed)
    verdicts, unchanged = sum(change.is_new_verdict for change in changed), len(compared) - len(changed)
    counts = (
        f"Of {len(compared)} checks, {verdicts} came to another verdict, {len(changed) - verdicts} to other "
        f"ranges, and {unchanged} stand as in {options.to}."
    )
    print(counts if options.format == "markdown" else terminal.fitted([counts]))
    return 0


def _print_short(edited: Sequence[str], changed: Sequence[Change]) -> None:
    moved: dict[str, list[str]] = {}
    for each in changed:
        if each.is_new_verdict:
            moved.setdefault(f": {_name(each.before)} → {_name(each.now)}", []).append(each.check)
    verdicts = [terminal.named("  ", checks, move, room=1) for move, checks in moved.items()]
    first, *others = terminal.some([f"  {edit}" for edit in edited])
    print(terminal.fitted(["", f"Changed: {first.strip()}", *others, *terminal.some(verdicts)]))


def _print_table(edited: Sequence[str], changed: Sequence[Change], revision: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for edit in edited:
        console.print(edit, markup=False, highlight=False)
    table = Table("check", f"in {revision}", "now", show_lines=True)
    for change in changed:
        table.add_row(*change.cells("\n"), style="bold" if change.is_new_verdict else "")
    if changed:
        console.print(table)


def _print_markdown(edited: Sequence[str], changed: Sequence[Change], revision: str) -> None:
    print("\n".join(f"- `{edit}`" for edit in edited), end="\n\n")
    rows = [("check", f"in {revision}", "now"), ("---",) * 3, *(change.cells(" ") for change in changed)]
    if changed:
        print("\n".join(f"| {' | '.join(row)} |" for row in rows), end="\n\n")


if __name__ == "__main__":
    sys.exit(main())
