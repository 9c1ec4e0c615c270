"""Run a notebook's cells statement by statement: what fails is recorded, and the rest goes on.

A notebook stops where it first fails. A report is rewritten after a change of its data, and whoever does
that needs all that no longer holds at once, without what merely follows from it taken for more of the same.
So a failed statement leaves the names it would have given a value without one, and what then asks for them
is known to fail for that reason alone.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

NO_VALUE = "[no longer worked out]"
"""What the prose gets for a text that could not be worked out."""


class Failure(NamedTuple):
    """A statement that failed.

    ``cell`` is its cell's number in the notebook, ``line`` the line of the cell that failed, from 1, and
    ``source`` its text. ``claims`` tells that the message is that of an assertion. ``text`` names the text
    that the prose thereby lacks, ``shows`` tells that the cell has nothing to show. ``after`` is the number
    of the failure, in the same notebook, without which it might hold.
    """

    cell: int
    line: int
    source: str
    message: str
    claims: bool = False
    text: str | None = None
    shows: bool = False
    after: int | None = None


class Statements:
    """A transformer of syntax trees, for an IPython shell, that guards each statement of a cell.

    ``failures`` grows as the cells run. The cell's last expression is left alone, since the shell shows its
    value: if it fails, say so with `fail`.
    """

    def __init__(self, namespace: dict[str, Any], give: Callable[[str, str], None]) -> None:
        """Guard what runs in ``namespace``; ``give`` hands a text to the prose under a name."""
        self.namespace, self.give = namespace, give
        self.failures: list[Failure] = []
        self.lost: dict[str, int] = {}
        self.cell, self.lines = 0, [""]
        self.guarded: list[ast.stmt] = []
        namespace[_GUARD] = self._guard

    def begin(self, cell: int, source: str) -> None:
        """Be ready for the next cell."""
        self.cell, self.lines = cell, source.splitlines() or [""]
        self.guarded = []

    def visit(self, tree: ast.Module) -> ast.Module:
        """Put every statement of a cell under guard, apart from an expression at its end."""
        shown = tree.body[-1:] if tree.body and isinstance(tree.body[-1], ast.Expr) else []
        if shown and _says(shown[0]):  # has no value to show
            shown = []
        body: list[ast.stmt] = []
        for statement in tree.body[: len(tree.body) - len(shown)]:
            for part in _parts(statement):
                guard = ast.Call(ast.Name(_GUARD, ast.Load()), [ast.Constant(len(self.guarded))], [])
                self.guarded.append(part)
                body.append(ast.copy_location(ast.With([ast.withitem(guard)], [part]), part))
        return ast.fix_missing_locations(ast.Module([*body, *shown], tree.type_ignores))

    def fail(self, error: BaseException, statement: ast.stmt | None = None) -> None:
        """Record that a statement failed, or else the expression that the cell would have shown."""
        at = min(_line(error) or (statement.lineno if statement else 1), len(self.lines))
        names = tuple(dict.fromkeys(_bound(statement))) if statement else ()
        if isinstance(error, SyntaxError):  # nothing of the cell ran: whatever it would have named is lost
            at = min(error.lineno or 1, len(self.lines))
            words = set(re.findall(r"[^\W\d]\w*", "\n".join(self.lines)))
            names = tuple(sorted(words - self.namespace.keys() - vars(builtins).keys()))
        text = _says(statement)[0] if statement and len(_says(statement)) == 1 else None
        words, asserted = self._words(error, statement, at)
        failure = Failure(
            self.cell,
            at,
            self.lines[at - 1].strip(),
            words or _explained(error, (text,) if text else names),
            claims=text is None and (asserted or (words is not None and not names)),
            text=text,
            shows=statement is None,
            after=self.lost.get(error.name or "") if isinstance(error, NameError) else None,
        )
        number = len(self.failures)
        self.failures.append(failure)
        for name in names:
            self.namespace.pop(name, None)
            self.lost[name] = number if failure.after is None else failure.after
        if text is not None:
            self.give(text, NO_VALUE)

    def _words(self, error: BaseException, statement: ast.stmt | None, line: int) -> tuple[str | None, bool]:
        """Return what an assertion says, even one that could not be evaluated, and whether it stands here.

        None if there is none; one in a loop stands here, though the loop gives a name its value.
        """
        for node in ast.walk(statement) if statement else ():
            if isinstance(node, ast.Assert) and node.msg and node.lineno <= line <= (node.end_lineno or 0):
                with contextlib.suppress(Exception):
                    words = eval(compile(ast.Expression(node.msg), "<message>", "eval"), self.namespace)
                    return str(words), True
        speaks = isinstance(error, AssertionError) or type(error).__module__.startswith("addup.")
        return str(error) if speaks and str(error) else None, False

    def _guard(self, number: int) -> _Guard:
        return _Guard(self, self.guarded[number])


class _Guard:
    """Context in which one statement runs: takes note of a failure, and goes on."""

    def __init__(self, statements: Statements, statement: ast.stmt) -> None:
        self.statements, self.statement = statements, statement

    def __enter__(self) -> None:
        """Let the statement run."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None:
            for name in _bound(self.statement):
                self.statements.lost.pop(name, None)
            return False
        if not isinstance(error, Exception):
            return False
        self.statements.fail(error, self.statement)
        return True


_GUARD = "__guard__"
_PROJECT = Path(__file__).resolve().parents[2]


def _explained(error: BaseException, names: Sequence[str]) -> str:
    """Say in plain words what an error of Python's own means for what was to get a value.

    What a change of the data can lead to is put into words; anything else is a mistake in the code, and is
    called what Python calls it.
    """
    match error:
        case AttributeError() | TypeError() if "NoneType" in str(error):
            reason = "nothing is left of what it is worked out from, or that has no limit"
        case AssertionError():  # one of the library's, which has no words, asks for an end of a range
            reason = "nothing is left of what it is worked out from, or that has no limit"
        case KeyError(args=(str(name),)):
            reason = f"{name}, from which it is worked out, is not there"
        case KeyError() | IndexError() | StopIteration():
            reason = "something that it is worked out from is no longer there"
        case ZeroDivisionError():
            reason = "it would be divided by zero"
        case ValueError() | ArithmeticError():
            reason = str(error) if _is_own(error) else "it does not work with the numbers as they are now"
        case SyntaxError():
            return f"nothing of this cell runs: {error.msg}"
        case _:
            return f"{type(error).__name__}: {error}"
    return f"{', '.join(names) or 'this'} can no longer be worked out: {reason}"


def _is_own(error: BaseException) -> bool:
    """Tell whether the project's own code raised an error, in words meant for a reader."""
    raised = traceback.extract_tb(error.__traceback__)[-1]
    return _PROJECT in Path(raised.filename).parents and (raised.line or "").startswith("raise ")


def _line(error: BaseException) -> int | None:
    """Return the line of the cell that an error passed: modules that it imports come after it."""
    inside = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.name == "<module>"]
    return inside[0] if inside else getattr(error, "lineno", None)


def _says(statement: ast.stmt) -> list[str]:
    """Return the names under which a statement ``say(name=...)`` gives texts to the prose."""
    match statement:
        case ast.Expr(ast.Call(ast.Name("say"), [], keywords)):
            return [keyword.arg for keyword in keywords if keyword.arg]
    return []


def _parts(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Divide a `say` into one for each text, so that one that fails takes no other with it."""
    match statement:
        case ast.Expr(ast.Call(ast.Name("say") as say, [], [_, _, *_] as keywords)):
            for keyword in keywords:
                part = ast.Expr(ast.Call(say, [], [keyword]))
                yield ast.copy_location(part, keyword)
        case _:
            yield statement


def _bound(statement: ast.AST) -> Iterator[str]:
    """Name what a statement gives a value to, or changes in place."""
    match statement:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield name
            return
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return  # names of their own
        case ast.alias(name, asname):
            yield (asname or name).partition(".")[0]
        case ast.Name(name, ast.Store()):
            yield name
        case ast.Subscript(value, _, ast.Store()) | ast.Attribute(value, _, ast.Store()):
            while isinstance(value, ast.Subscript | ast.Attribute):
                value = value.value
            if isinstance(value, ast.Name):
                yield value.id
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name)))):
            yield name  # such as a list that was to grow
    for child in ast.iter_child_nodes(statement):
        yield from _bound(child)
