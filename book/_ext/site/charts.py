"""Charts: one node that every builder writes in its own way, and the way of the website.

A chart is in the page as two pictures, one for a page and one for a phone, of which the style sheet shows
one. Its data and its pictures are files to take away, and the data a table, from which the site's script
tells the values of a mark.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import multiprocessing
import os
import re
import shutil
import signal
import sys
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import vl_convert
from addup.report import picture
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxTranslator

FOLDER = "charts"
"""Where the files of the charts are in the finished site."""

_DEFERRED = re.compile(
    r'<figure class="chart" data-chart="(\w+)"><script type="application/json">(.*)</script></figure>'
)


class chart(nodes.General, nodes.Element):
    """A chart: `key` (hash of its content), `name` (of its files), `spec` (Vega-Lite), `alt` (finding)."""


class chart_files(nodes.General, nodes.Element):
    """The data and the pictures to take away, of the chart with the same attributes."""


class PlaceCharts(SphinxTransform):
    """Put a `chart` where a notebook's output holds one, whichever builder is at work."""

    default_priority = 400

    def apply(self) -> None:
        """Replace every bundle of representations of which one is a deferred chart."""
        for raw in list(self.document.findall(nodes.raw)):
            if not (match := _DEFERRED.fullmatch(raw.astext())):
                continue
            key, spec = match.groups()
            output = raw.parent.parent  # of the bundle's several representations this is one
            figure = output.parent if isinstance(output.parent, nodes.figure) else None
            number = len(list(self.document.findall(chart))) + 1
            name = (
                figure["ids"][0]
                if figure and figure["ids"]
                else f"{self.env.docname}-{number}".replace("/", "-")
            )
            alt = json.loads(spec)["description"]
            output.replace_self(chart(key=key, name=name, spec=spec, alt=alt))


class OfferFiles(SphinxPostTransform):
    """On the site, put the line that offers a chart's data below the chart and its caption."""

    default_priority = 400
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Add a `chart_files` after every chart, or after the figure that holds it."""
        for node in list(self.document.findall(chart)):
            shown = node.parent if isinstance(node.parent, nodes.figure) else node
            files = chart_files(**{name: node[name] for name in ("key", "name", "spec")})
            shown.parent.insert(shown.parent.index(shown) + 1, files)


def convert(spec: str, cache: Path, width: int = picture.WIDE) -> str:
    """Draw a chart given as Vega-Lite text: its SVG without the title.

    It is kept in the folder `cache`, under a name that stands for everything it depends on.
    """
    file = _kept(spec, cache, width)
    if not file.exists():
        _keep(file, picture.svg(picture.vega(json.loads(spec), width)).encode())
    return file.read_text("utf-8")


def by_itself(spec: str, cache: Path) -> str:
    """Draw a chart with its title in the picture, for where no page says it; see `convert`."""
    return picture.titled(convert(spec, cache), json.loads(spec))


def _kept(spec: str, cache: Path, width: int) -> Path:
    """Where an SVG is kept, if it has been drawn."""
    name = hashlib.sha256(f"{_drawing()}\0{width}\0{spec}".encode()).hexdigest()[:32]
    return cache / f"{name}.svg"


@cache
def _drawing() -> str:
    """Hash of what pictures are drawn with."""
    files = [Path(picture.__file__), *sorted(picture.FONTS.glob("*.ttf"))]
    content = b"".join(file.read_bytes() for file in files) + vl_convert.__version__.encode()
    return hashlib.sha256(content).hexdigest()


def standing_alone(app: Sphinx, node: chart) -> str:
    """Return a chart as an SVG to be put into another picture."""
    return by_itself(node["spec"], _cache(app.builder))


def _on_paper(spec: str, cache: Path) -> tuple[str, Path]:
    """Draw a chart on white, to be taken away: its SVG, and the file in `cache` that is its PNG."""
    svg = by_itself(spec, cache)
    svg = svg.replace("</desc>", '</desc><rect width="100%" height="100%" fill="#fff"/>', 1)
    file = cache / f"{hashlib.sha256(svg.encode()).hexdigest()[:32]}.png"
    if not file.exists():
        _keep(file, vl_convert.svg_to_png(svg, scale=2))  # for fine screens and for print
    return picture.standalone(svg), file


def _keep(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, whenever the build may be stopped."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)


class Artists:
    """Draw charts in processes of their own, while chapters are still being run and read.

    One processor is left to the reading. What draws takes as long to start as to draw eight pictures.

    The builders find the drawings in the cache; what is not there when they ask, they draw themselves.
    """

    def __init__(self, app: Sphinx) -> None:
        self.cache = _cache(app.builder)
        self.fork = multiprocessing.get_context("fork")
        self.specs = self.fork.Queue()
        self.specs.cancel_join_thread()  # a build that failed waits for no drawing
        self.processes: list[multiprocessing.process.BaseProcess] = []
        app.connect("doctree-read", self.order)
        app.connect("env-updated", self.end)

    def draw(self) -> None:
        """Draw what is ordered, until nothing more is to come."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a server that builds on the side has its own answer
        while spec := self.specs.get():
            _on_paper(spec, self.cache)
            convert(spec, self.cache, picture.NARROW)

    def order(self, app: Sphinx, doctree: nodes.document) -> None:
        """Order the charts of a chapter that has been read, as far as they are new."""
        for node in doctree.findall(chart):
            if _kept(node["spec"], self.cache, picture.NARROW).exists():
                continue
            if len(self.processes) < max(1, len(os.sched_getaffinity(0)) - 1):
                self.processes.append(self.fork.Process(target=self.draw, daemon=True))
                self.processes[-1].start()
            self.specs.put(node["spec"])

    def end(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Wait for the last drawing."""
        for _ in self.processes:
            self.specs.put(None)
        for process in self.processes:
            process.join()


def _employ(app: Sphinx) -> None:
    """Take on artists where processes can be forked."""
    if sys.platform == "linux":
        Artists(app)


def _cache(builder: Any) -> Path:
    """Folder of drawn charts, beside the doctrees, for all builders."""
    return Path(builder.outdir).parent / ".charts"


def visit_chart(self: SphinxTranslator, node: chart) -> None:
    """Write the titles and the pictures."""
    cache = _cache(self.builder)
    wide, narrow = (convert(node["spec"], cache, width) for width in (picture.WIDE, picture.NARROW))
    pictures = f'<div class="chart-wide">{wide}</div>\n<div class="chart-narrow">{narrow}</div>'
    titles = "".join(
        f'<p class="chart-{part}">{escape(words)}</p>\n'
        for part, words in picture.words(json.loads(node["spec"])).items()
        if words
    )
    self.body.append(
        f'<div class="chart" data-values="{node["name"]}-data">\n{titles}<div class="chart-picture">\n'
        f"{wide if wide == narrow else pictures}\n</div>\n</div>\n"
    )
    raise nodes.SkipNode


def visit_chart_files(self: SphinxTranslator, node: chart_files) -> None:
    """Write the files, and the line that opens on the data as a table."""
    folder = Path(self.builder.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    spec, name = json.loads(node["spec"]), node["name"]
    svg, png = _on_paper(node["spec"], _cache(self.builder))
    (folder / f"{name}.svg").write_text(svg, "utf-8")
    shutil.copyfile(png, folder / f"{name}.png")
    tables, files = [], []
    for number, rows in enumerate(picture.tables(spec)):
        file = f"{name}-{number + 1}.csv" if number else f"{name}.csv"
        content = taken_away(rows)
        (folder / file).write_text(_csv(content), "utf-8")
        tables.append(_table(number, file, content, _labels(spec), _told(spec)))
        files.append((file, "CSV"))
    files += [(f"{name}.svg", "SVG"), (f"{name}.png", "PNG")]
    root = self.builder.get_relative_uri(self.builder.current_docname, "index").rpartition("/")[0]
    links = " ".join(
        f'<a href="{root + "/" if root else ""}{FOLDER}/{file}" download>{kind}</a>' for file, kind in files
    )
    self.body.append(
        f'<details class="chart-data" id="{name}-data">\n<summary>Data and picture</summary>\n'
        f'<p class="chart-links">Take away: {links}</p>\n{"".join(tables)}</details>\n'
    )
    raise nodes.SkipNode


def taken_away(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a reader gets them: without what tells the drawing alone ("_..."), days without a time of day.

    Columns that are empty throughout are left out.
    """
    fields = [
        field
        for field in rows[0]
        if not field.startswith("_") and any(row.get(field) not in (None, "") for row in rows)
    ]
    return [{field: _plain(row.get(field)) for field in fields} for row in rows]


def _plain(value: Any) -> Any:
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return " ".join(value.removesuffix("T00:00:00").split())
    return value


def _labels(spec: Any) -> dict[str, str]:
    """Titles that the encodings of a specification, at any depth, give to fields of the data."""
    found: dict[str, str] = {}
    parts = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    for part in parts:
        if (
            isinstance(part, dict)
            and isinstance(part.get("field"), str)
            and isinstance(part.get("title"), str)
        ):
            found.setdefault(part["field"], part["title"])
        found = _labels(part) | found
    return found


def _told(spec: Any) -> set[str]:
    """Fields of the data that marks of a specification tell, at any depth."""
    if isinstance(spec, list):
        return set().union(*map(_told, spec))
    if not isinstance(spec, dict):
        return set()
    tooltip = spec.get("tooltip", [])
    own = {each["field"] for each in (tooltip if isinstance(tooltip, list) else [tooltip]) if "field" in each}
    return own.union(*map(_told, spec.values()))


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _table(number: int, file: str, rows: list[dict[str, Any]], labels: dict[str, str], told: set[str]) -> str:
    """HTML table of the rows of a file, by its name. What a mark tells of its row is marked in the head."""
    heads = {field: escape(labels.get(field, field)) for field in rows[0]}
    head = "".join(
        f'<th scope="col"{" data-told" if field in told else ""}>{words}</th>'
        for field, words in heads.items()
    )
    first = next(iter(heads.values())) if len(heads) > 1 else None
    body = "\n".join(
        f'<tr data-row="{picture.row_name(number, place)}">'
        f"{''.join(_cell(row[field], head, is_head=head is first) for field, head in heads.items())}</tr>"
        for place, row in enumerate(rows)
    )
    kind = ' class="stacked"' if len(heads) >= 4 else ""
    caption = f"<caption><code>{escape(file)}</code></caption>"
    table = f"<table{kind}>\n{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"
    cut = any(_digits(value)[1] for row in rows for value in row.values())
    return table + ("<p>Numbers are shown to six digits; the file has all of them.</p>\n" if cut else "")


def _digits(value: Any) -> tuple[str, bool]:
    """Write a number with some six digits, and say whether that leaves any out."""
    if not isinstance(value, int | float):
        return "", False
    places = max(0, 6 - len(str(abs(int(value)))))
    text = f"{value:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if places else text
    return text.replace("-", "\N{MINUS SIGN}"), round(value, places) != value


def _cell(value: Any, label: str, *, is_head: bool) -> str:
    """HTML of a cell, or of the head of its row."""
    number, _ = _digits(value)
    if is_head:
        return f'<th scope="row">{escape(number or str(value or ""))}</th>'
    kind, text = (' class="text-right"', number) if number else ("", "" if value is None else str(value))
    return f'<td{kind} data-label="{label}">{escape(text)}</td>'


def setup(app: Sphinx) -> None:
    """Register the node and its transforms."""
    app.add_node(chart, html=(visit_chart, None))
    app.add_node(chart_files, html=(visit_chart_files, None))
    app.add_transform(PlaceCharts)
    app.add_post_transform(OfferFiles)
    app.connect("builder-inited", _employ)
