"""How to cite the report: one description, for the book, for CITATION.cff and for the licences.

``python -m addup.publishing.citation`` brings these files, and the picture in the README, into line with
``_config.yml`` and ``data/datapackage.json``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Citation:
    """What a citation names. An author, repository or site that is not set is the empty text."""

    title: str
    author: str
    version: str
    date: str  # of the release, ISO 8601
    site: str
    repository: str

    @property
    def holder(self) -> str:
        """Who the report is by, whether or not an author is set."""
        return self.author or f"The authors of “{self.title}”"

    def sentence(self) -> str:
        """Return the citation as a reader would copy it."""
        parts = [
            self.author,
            f"“{self.title}”"
            + f" ({self.date[:4]})" * bool(self.date)
            + f", version {self.version}" * bool(self.version),
            self.site or self.repository,
        ]
        return ". ".join(part for part in parts if part) + "."

    def cff(self) -> str:
        """Return the citation in the Citation File Format 1.2.0."""
        file = {
            "cff-version": "1.2.0",
            "message": "If you use this report, its data or its checker, please cite it as below.",
            "type": "software",
            "title": self.title,
            "abstract": "An executable report on the numbers in one news article.",
            "authors": [{"name": self.holder}],
            "version": self.version,
            "date-released": self.date,
            "license": ["MIT", "CC-BY-4.0"],
            "repository-code": self.repository,
            "url": self.site,
        }
        set_up = {key: value for key, value in file.items() if value}
        return str(yaml.safe_dump(set_up, allow_unicode=True, sort_keys=False, width=110))


def read(project: Path = PROJECT) -> Citation:
    """Return the citation of a project, from its settings and the description of its data, if any."""
    settings = yaml.safe_load((project / "_config.yml").read_text("utf-8"))
    description = project / "data/datapackage.json"
    package = json.loads(description.read_text("utf-8")) if description.is_file() else {}
    sphinx = settings["sphinx"]["config"]
    return Citation(
        title=settings["title"],
        author=settings["author"],
        version=sphinx.get("release", ""),
        date=package.get("created", "")[:10],
        site=sphinx.get("html_baseurl", ""),
        repository=settings["repository"]["url"],
    )


def files(project: Path = PROJECT) -> dict[str, str]:
    """Return by name the texts of the files that name author or edition, as the settings have them."""
    cited = read(project)
    texts = {"CITATION.cff": cited.cff()}
    for name in ("LICENSE", "LICENSE-TEXT"):
        text = (project / name).read_text("utf-8")
        line = re.compile(r"^(Copyright \(c\) \d{4}) .*$", re.MULTILINE)
        texts[name] = line.sub(lambda match: f"{match[1]} {cited.holder}", text)
    description = "data/datapackage.json"
    package = json.loads((project / description).read_text("utf-8")) | {"version": cited.version}
    texts[description] = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    return texts


if __name__ == "__main__":
    for name, text in files().items():
        (PROJECT / name).write_text(text, "utf-8")
