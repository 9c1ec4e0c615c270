"""What `_config.yml` may say beyond what Sphinx and jupyter-book know, for site and PDF alike."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from urllib.parse import urlsplit

from addup.report import dates
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

USUAL = {
    "report_subtitle": "",
    "report_article": "",
    "report_licence": "",
    "report_article_url": "",
    "report_corrections": "",
    "report_about": "",
    "report_paper": "a4",
    "report_dates": dates.USUAL,
}


def pdf_name(config: Config) -> str:
    """Return what the PDF is called: "does-it-add-up.pdf" after the title "Does it add up?"."""
    return f"{nodes.make_id(config.html_title) or 'report'}.pdf"


def released(root: Path) -> datetime.date | None:
    """Return the day of the version in the folder `root`, which its data package states, if it has one."""
    file = root / "data" / "datapackage.json"
    created = json.loads(file.read_text("utf-8")).get("created", "") if file.is_file() else ""
    return datetime.date.fromisoformat(created[:10]) if created else None


def date(config: Config, seconds: int, day: datetime.date | None = None) -> str:
    """Write a day as the report writes its dates; without one, that of a moment, in seconds since 1970."""
    day = day or datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    return dates.in_words(day, locale=config.report_dates)


def _check(app: Sphinx, config: Config) -> None:
    try:
        date(config, 0)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    address = str(config.html_baseurl)
    if address and not (urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc):
        example = "https://jroe.github.io/adds-up/"
        raise ConfigError(f"_config.yml: html_baseurl: {address!r} is no address such as {example}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the settings, each with what holds where it is not set."""
    for name, value in USUAL.items():
        app.add_config_value(name, value, "env", str)
    app.add_config_value("draft", False, "env", bool)  # set by `make site DRAFT=1` and `make watch`
    app.connect("config-inited", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
