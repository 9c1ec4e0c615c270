"""Files by which others find the report: for search engines, feed readers and home screens.

All but the icons need the site's address, and are left out without one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

import vl_convert
from _ext.site import sharing
from docutils import nodes
from sphinx.application import Sphinx

FEED, MANIFEST, TOUCH_ICON = "feed.xml", "site.webmanifest", "touch-icon.png"
PAPER = {"light": "#fdfcf9", "dark": "#15181b"}
"""Grounds of a page, as the style sheet has them."""

_CHANGE = re.compile(r"change-(\d{4}-\d{2}-\d{2})")
"""The label of a section of the change log, with the day of the change."""


def write(app: Sphinx, favicon: Path, found: Iterable[dict[str, str]]) -> None:
    """Write the files into the finished site; `found` are the entries of the change log."""
    out, base, config = Path(app.outdir), sharing.base(app), app.config
    square = favicon.read_text("utf-8").replace(' rx="6"', "")  # what shows it rounds its corners
    sizes = {TOUCH_ICON: 180}
    if base:
        sizes |= {"icon-192.png": 192, "icon-512.png": 512}
    for name, size in sizes.items():
        (out / name).write_bytes(vl_convert.svg_to_png(square, scale=size / 32))
    (out / "robots.txt").write_text(
        "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else ""), "utf-8"
    )
    if not base:
        return
    manifest = {
        "name": config.html_title,
        "description": config.report_subtitle,
        "lang": config.language,
        "start_url": "index.html",
        "display": "browser",
        "background_color": PAPER["light"],
        "theme_color": PAPER["light"],
        "icons": [{"src": f"icon-{size}.png", "sizes": f"{size}x{size}"} for size in (192, 512)],
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
    (out / "sitemap.xml").write_text(_sitemap(app, base), "utf-8")
    (out / FEED).write_text(_feed(app, base, found), "utf-8")


def _sitemap(app: Sphinx, base: str) -> str:
    uri = app.builder.get_target_uri
    urls = "\n".join(f"<url><loc>{base}{uri(name)}</loc></url>" for name in sorted(app.env.found_docs))
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'


def changes(doctree: nodes.document, address: str) -> list[dict[str, str]]:
    """Return the entries of the change log on a page: sections labelled `change-2026-11-23`."""
    found = []
    for section in doctree.findall(nodes.section):
        for label in section["ids"]:
            if day := _CHANGE.fullmatch(label):
                title, *rest = section.children
                words = "\n\n".join(each.astext() for each in rest if isinstance(each, nodes.paragraph))
                entry = {
                    "title": title.astext(),
                    "day": day[1],
                    "address": f"{address}#{label}",
                    "text": words,
                }
                found.append(entry)
    return found


def _feed(app: Sphinx, base: str, found: Iterable[dict[str, str]]) -> str:
    """Return the change log as an Atom feed, newest first."""
    entries = sorted(found, key=lambda each: each["day"], reverse=True)
    author = f"<author><name>{escape(app.config.author or app.config.html_title)}</name></author>"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{app.config.language}">',
        f"<title>{escape(app.config.html_title)}: change log</title>",
        f'<link href="{base}"/><link rel="self" href="{base}{FEED}"/><id>{base}</id>',
        f"<updated>{entries[0]['day'] if entries else '1970-01-01'}T00:00:00Z</updated>{author}",
    ]
    for entry in entries:
        address = escape(base + entry["address"])
        lines += [
            f'<entry><title>{escape(entry["title"])}</title><link href="{address}"/><id>{address}</id>',
            f"<updated>{entry['day']}T00:00:00Z</updated><content>{escape(entry['text'])}</content></entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])
