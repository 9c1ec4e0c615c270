"""The foot of every page: who, when, which version, on what terms, how to cite it, where to report errors.

What no setting names is left out; what is known without one (title, version, date, licence) is said always.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from _ext import settings
from _ext.site import downloads, sharing
from addup.report import dates
from sphinx.application import Sphinx

CORRECTIONS = "corrections"
"""The label of the passage that says how errors are reported, in a report without an address for them."""


def foot(app: Sphinx, pathto: Callable[..., str]) -> dict[str, Any]:
    """Return what the foot says; `pathto` gives the address of a page from the one that it stands on."""
    from addup.publishing.citation import Citation  # not before: chapters find the library as it is on disk

    config, package = app.config, _package(app)
    released = settings.released(Path(app.srcdir).parent)
    created = released.isoformat() if released else ""
    version = str(config.release or package.get("version", ""))
    cited = Citation(
        title=config.html_title,
        author=config.author,
        version=version,
        date=created,
        site=sharing.base(app),
        repository=sharing.repository(app),
    )
    day = dates.in_words(released, locale=config.report_dates) if released else ""
    return {
        "subtitle": config.report_subtitle,
        "about": config.report_about,
        "article": config.report_article or config.report_about,
        "article_address": config.report_article_url,
        "version": version,
        "date": day,
        "licences": package.get("licenses", []),
        "citation": cited.sentence(),
        "site": sharing.base(app),
        "corrections": corrections(app, pathto),
    }


def corrections(app: Sphinx, pathto: Callable[..., str]) -> str:
    """Return where an error is reported: as set, or the repository's issues, or the page that says how."""
    if given := str(app.config.report_corrections):
        return f"mailto:{given}" if re.fullmatch(r"[^@\s/]+@[^@\s/]+", given) else given
    if root := sharing.repository(app):
        return f"{root}/-/issues/new" if "gitlab" in urlsplit(root).netloc else f"{root}/issues/new"
    if place := app.env.get_domain("std").anonlabels.get(CORRECTIONS):
        page, section = place
        return f"{pathto(page)}#{section}".replace("##", "#")
    return ""


def said(app: Sphinx) -> dict[str, Any]:
    """Return what pages say of the data, which is more than the foot, but nothing of what the tables hold."""
    package = _package(app)
    sources = [table.get("sources") for table in package.pop("resources", [])]
    return package | {"sources": sources}


def _package(app: Sphinx) -> dict[str, Any]:
    file = Path(app.srcdir).parent / "data" / downloads.DESCRIPTION
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}
