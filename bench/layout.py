"""The pages of the site in other type than they were made with: what does not fit, by page, width and fonts.

Each set of fonts is a configuration of fontconfig of its own, so that nothing of the system changes; a set
whose fonts are not installed is named and left out. The wide set is the report's type with wider letters.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from addup.report.picture import FONTS
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright

from bench.pages import SITE, browser_path, served

WIDTHS = (320, 360, 390, 768, 1280)
LARGE = (390,)
"""Widths at which type is looked at in twice its size too."""
SPACED_WIDTHS = (320, 390, 1280)
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", Path.home() / ".local/share/fonts")


@dataclass(frozen=True)
class Fonts:
    """A set of system fonts: patterns of their files, and which family each generic name stands for."""

    files: tuple[str, ...]
    sans: str
    serif: str
    mono: str


SETS = {
    "DejaVu": Fonts(("DejaVu*.ttf",), "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono"),
    "Liberation, Noto": Fonts(
        ("LiberationSans-*", "LiberationSerif-*", "LiberationMono-*", "NotoSans-*", "NotoSerif-*"),
        "Liberation Sans", "Liberation Serif", "Liberation Mono",
    ),
    "Roboto, Noto Serif": Fonts(("Roboto-*", "NotoSerif-*"), "Roboto", "Noto Serif", "Roboto"),
    "wide": Fonts((), "Addup Sans", "Addup Sans", "Addup Sans"),
}  # fmt: skip


def installed(fonts: Fonts) -> dict[str, list[Path]]:
    """Files that are installed for each pattern of a set."""
    return {
        pattern: sorted(file for folder in FOLDERS for file in Path(folder).rglob(pattern))
        for pattern in fonts.files
    }


def missing(name: str) -> list[str]:
    """Patterns of a set for which nothing is installed."""
    return [pattern for pattern, files in installed(SETS[name]).items() if not files]


def widened(font: bytes, factor: float) -> bytes:
    """Return a TrueType font whose every letter takes `factor` times its room."""
    content = bytearray(font)
    tables = {}
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4s3I", font, 12 + 16 * number)
        tables[tag] = offset
    (metrics,) = struct.unpack_from(">H", font, tables[b"hhea"] + 34)
    for place in range(tables[b"hmtx"], tables[b"hmtx"] + 4 * metrics, 4):
        struct.pack_into(">H", content, place, round(struct.unpack_from(">H", font, place)[0] * factor))
    return bytes(content)


def configure(name: str, folder: Path) -> dict[str, str]:
    """Environment in which programs find the fonts of a set and no others; `folder` is filled with them."""
    fonts = SETS[name]
    (folder / "fonts").mkdir(parents=True)
    for files in installed(fonts).values():
        for file in files:
            (folder / "fonts" / file.name).symlink_to(file)
    if not fonts.files:
        for file in FONTS.glob("*.ttf"):
            (folder / "fonts" / file.name).write_bytes(widened(file.read_bytes(), 1.3))
    aliases = "".join(
        f"<alias binding='strong'><family>{generic}</family>"
        f"<prefer><family>{escape(family)}</family></prefer></alias>"
        for generic, family in (("sans-serif", fonts.sans), ("serif", fonts.serif), ("monospace", fonts.mono))
    )
    (folder / "fonts.conf").write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<dir>{escape(str(folder / 'fonts'))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        f"{aliases}</fontconfig>",
        "utf-8",
    )
    return {"FONTCONFIG_FILE": str(folder / "fonts.conf")}


@contextmanager
def browser_with(kind: BrowserType, name: str, path: str) -> Iterator[Browser]:
    """Start a browser that has the fonts of a set."""
    with tempfile.TemporaryDirectory() as folder:
        environment: Mapping[str, str] = configure(name, Path(folder) / "set")
        browser = kind.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"], env=dict(environment)
        )
        yield browser
        browser.close()


FAULTS = """() => {
  const faults = [], edge = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let up = element; up; up = up.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return up;
    }
  };
  const name = (element) => {
    const place = element.closest("[id]");
    const words = element.textContent.trim().slice(0, 40);
    return `${place ? "#" + place.id : ""} ${element.localName} "${words}"`;
  };
  const wide = document.documentElement.scrollWidth;
  if (wide > edge) faults.push(`scrolls to ${wide}`);
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || scrolls(element)) continue;
    if (element.closest(".skip, thead, title, desc, defs")) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > edge + 1 || box.left < -1)) {
      faults.push(`${name(element)} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
  }
  for (const scroller of document.querySelectorAll(".equation > div")) {
    if (scroller.tabIndex < 0 || !scroller.ariaLabel) faults.push(`${name(scroller)} is out of reach`);
  }
  for (const picture of document.querySelectorAll(".chart svg")) {
    const lines = [...picture.querySelectorAll("text:not([opacity='0'])")]
      .filter((text) => text.getBoundingClientRect().width);
    const boxes = lines.map((text) => text.getBoundingClientRect());
    boxes.forEach((one, i) => boxes.slice(i + 1).forEach((other, j) => {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 1 && down > 0.4 * Math.min(one.height, other.height)) {
        faults.push(`${name(lines[i])} and ${name(lines[i + 1 + j])} overlap`);
      }
    }));
  }
  return faults;
}"""
"""What a reader could not see on a page: what stands beyond the window's edges, or on top of other words."""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
"""The text spacing that WCAG 1.4.12 lets readers ask for."""


def look(
    browser: Browser,
    address: str,
    widths: tuple[int, ...] = WIDTHS,
    *,
    own: bool = True,
    scale: int = 1,
    spaced: bool = False,
) -> dict[int, list[str]]:
    """Faults of a page at each of `widths`; `own` type or the system's, in `scale` times the usual size."""
    context = browser.new_context(viewport={"width": widths[0], "height": 844})
    page = context.new_page()
    if not own:
        page.route("**/*.woff2", lambda route: route.abort())
    page.goto(address)
    page.locator("html:not(.waiting)").wait_for(state="attached")
    if scale != 1:
        _enlarge(page, scale)
    if spaced:
        page.evaluate(SPACED)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        found[width] = page.evaluate(FAULTS)
    context.close()
    return found


def _enlarge(page: Page, scale: int) -> None:
    """Set all type larger, and nothing else, as a browser's setting for the size of text does."""
    page.evaluate(
        "scale => { const root = document.documentElement;"
        "root.style.fontSize = `${scale * parseFloat(getComputedStyle(root).fontSize)}px`; }",
        scale,
    )


def report() -> None:
    """Print one line a page: the number of faults at each width, for each set of fonts."""
    heads = [*(str(width) for width in WIDTHS), *(f"{width} x2" for width in LARGE), "spaced"]
    with served() as address, sync_playwright() as playwright:
        for name in SETS:
            if lacking := missing(name):
                print(f"\n{name}: left out, not installed: {', '.join(lacking)}")
                continue
            for own in (True, False):
                print(f"\n{name}, {'with' if own else 'without'} the report's own type")
                print(f"{'':14} " + "".join(f"{head:>8}" for head in heads))
                with browser_with(playwright.chromium, name, browser_path()) as browser:
                    for file in sorted(SITE.glob("*.html")):
                        page = f"{address}/{file.name}"
                        faults = list(look(browser, page, own=own).values())
                        faults += look(browser, page, LARGE, own=own, scale=2).values()
                        spaced = look(browser, page, SPACED_WIDTHS, own=own, spaced=True)
                        faults.append([fault for each in spaced.values() for fault in each])
                        print(f"{file.stem:14} " + "".join(f"{len(each):8}" for each in faults), flush=True)
                        for head, each in zip(heads, faults, strict=True):
                            for fault in each[:3]:
                                print(f"    {head}: {fault}")
