"""What other programs are told of a page: link previews, structured data, and where its source is edited.

Addresses of the site and of its repository are in `_config.yml` alone; what needs one that is not set is
left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from _ext.site import charts, downloads
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

PICTURE = "preview.png"
"""The picture of a link's preview, in the finished site."""


def base(app: Sphinx) -> str:
    """Return the address of the published site, ending in a slash; the empty text if it is not set."""
    address = str(app.config.html_baseurl)
    return f"{address.rstrip('/')}/" if address else ""


def repository(app: Sphinx) -> str:
    """Return the address of the repository; the empty text if it is not set."""
    return str(app.config.site_repository).rstrip("/")


def edit_address(app: Sphinx, name: str) -> str:
    """Return where a page's source is changed on the repository's host; the empty text without one."""
    if not (root := repository(app)):
        return ""
    source = Path(app.env.doc2path(name)).relative_to(Path(app.srcdir).parent)
    edit = "-/edit" if "gitlab" in urlsplit(root).netloc else "edit"
    return f"{root}/{edit}/{_branch(app)}/{source.as_posix()}"


def notebook_address(app: Sphinx, name: str) -> str:
    """Return where a page can be run on Binder, without anything installed; the empty text without one."""
    if not (root := repository(app)):
        return ""
    parts, source = urlsplit(root), Path(app.env.doc2path(name)).relative_to(Path(app.srcdir).parent)
    services = {"github.com": f"gh{parts.path}", "gitlab.com": f"gl/{quote(parts.path[1:], safe='')}"}
    service = services.get(parts.netloc, f"git/{quote(root, safe='')}")
    page = quote(f"lab/tree/{source.as_posix()}", safe="")
    return f"https://mybinder.org/v2/{service}/{quote(_branch(app), safe='')}?urlpath={page}"


def _branch(app: Sphinx) -> str:
    return str(app.config.html_theme_options.get("repository_branch") or "main")


def picture(app: Sphinx, name: str, title: str) -> dict[str, Any] | None:
    """Return the address, size and text of the preview's picture of a page, if there is one to show."""
    if not base(app) or not (_data(app) / "figures.csv").is_file():
        return None
    from addup.publishing import preview

    alt = f"{app.config.html_title}: {title}"
    if name == app.config.root_doc:
        alt = f"{app.config.html_title} Verdicts counted, and what figures print beside what the rest implies"
    file = _picture_file(app, name)
    return {"address": base(app) + file, "width": preview.WIDTH, "height": preview.HEIGHT, "alt": alt}


def draw(app: Sphinx, name: str, title: str, doctree: nodes.document) -> None:
    """Draw the preview's picture of a page: of a chapter its first chart, or else how it begins."""
    from addup.publishing import preview

    file = Path(app.outdir) / _picture_file(app, name)
    file.parent.mkdir(exist_ok=True)
    if name == app.config.root_doc:
        file.write_bytes(preview.draw(_data(app), app.config.html_title))
        return
    drawn = next((charts.standing_alone(app, node) for node in doctree.findall(charts.chart)), "")
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None)
    words = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    file.write_bytes(preview.card(app.config.html_title, title, words, drawn))


def _picture_file(app: Sphinx, name: str) -> str:
    return PICTURE if name == app.config.root_doc else f"previews/{name.replace('/', '-')}.png"


def structured(app: Sphinx, name: str, title: str, description: str, doctree: nodes.document) -> str:
    """Describe a page in the terms of schema.org, as the JSON text of a script element."""
    report = _report(app)
    if name == app.config.root_doc:
        things = [report | {"description": description}]
    else:
        words = {"headline": title, "description": description, "inLanguage": app.config.language}
        things = [{"@type": "Chapter"} | words | _address(app, name) | {"isPartOf": report}]
    things += [
        _dataset(app, name, node["package"], node["sizes"]) for node in doctree.findall(downloads.downloads)
    ]
    graph = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")


def _data(app: Sphinx) -> Path:
    return Path(app.srcdir).parent / "data"


def _address(app: Sphinx, name: str) -> dict[str, str]:
    return {"url": base(app) + app.builder.get_target_uri(name)} if base(app) else {}


def _report(app: Sphinx) -> dict[str, Any]:
    """Describe the report as a whole: when it was published, by whom, and which article it is about."""
    report: dict[str, Any] = {"@type": "Report", "headline": app.config.html_title}
    report |= {"inLanguage": app.config.language} | _address(app, app.config.root_doc)
    if shown := picture(app, app.config.root_doc, ""):
        report["image"] = shown["address"]
    if app.config.author:
        report["author"] = {"@type": "Person", "name": app.config.author}
    file = _data(app) / downloads.DESCRIPTION
    if file.is_file():
        package = json.loads(file.read_text("utf-8"))
        report |= _terms(package)
        figures = next(table for table in package["resources"] if table["name"] == "figures")
        if sources := figures.get("sources"):
            report["citation"] = [
                {
                    "@type": "NewsArticle",
                    "name": source["title"],
                    "isPartOf": {"@type": "WebSite", "url": source["path"]},
                }
                for source in sources
            ]
    return report


def _terms(package: dict[str, Any]) -> dict[str, str]:
    """Return what a data package says of its version, date and licence; each may be missing."""
    terms = {"version": package["version"]} if "version" in package else {}
    if "created" in package:
        terms["datePublished"] = package["created"][:10]
    if package.get("licenses"):
        terms["license"] = package["licenses"][0]["path"]
    return terms


def _dataset(app: Sphinx, name: str, package: dict[str, Any], sizes: dict[str, int]) -> dict[str, Any]:
    """Describe the data and each of their files."""
    kinds = {".csv": "text/csv", ".json": "application/json"}
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": path,
                "encodingFormat": kinds[Path(path).suffix],
                "contentSize": f"{size} B",
                "contentUrl": urljoin(base(app), f"{downloads.FOLDER}/{path}"),
            }
            for path, size in sizes.items()
        ],
    }
    dataset |= _terms(package)
    if app.config.author:
        dataset["creator"] = {"@type": "Person", "name": app.config.author}
    return dataset | _address(app, name)


def _keep_repository(app: Sphinx, config: Config) -> None:
    """Keep the repository's address from the theme, which would refuse every host that it does not know."""
    config.site_repository = config.html_theme_options.pop("repository_url", None) or ""


def setup(app: Sphinx) -> None:
    """Take over the address of the repository."""
    app.add_config_value("site_repository", "", "html", str)
    app.connect("config-inited", _keep_repository)
