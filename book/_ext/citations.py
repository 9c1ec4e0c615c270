"""Citations that name one source each, "Reuters, 2025a", and sources that lead back to their places."""

from __future__ import annotations

from collections import defaultdict
from string import ascii_lowercase

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.domain import BibtexDomain


def letter_years(app: Sphinx) -> None:
    """Add a letter to the year of sources that share author and year, by the day that ends their keys.

    The bibliography's style sorts by author, year and title, so the letters stand in order there, too.
    """
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    domain = app.env.get_domain("cite")
    assert isinstance(domain, BibtexDomain)
    entries = domain.bibdata.data.entries
    for key, entry in entries.items():
        year = entry.fields.get("year", "").rstrip(ascii_lowercase)  # a kept bibliography has its letters
        groups["; ".join(map(str, entry.persons.get("author", []))), year].append(key)
    for (_, year), keys in groups.items():
        for letter, key in zip(ascii_lowercase, sorted(keys, key=_day), strict=False):
            if year:
                entries[key].fields["year"] = year + letter if len(keys) > 1 else year


def _day(key: str) -> tuple[str, str]:
    """Return what follows the name in a key such as "reuters_2025_01_21", and the key."""
    return key.partition("_")[2], key


class LeadBack(SphinxPostTransform):
    """Says behind each source where it is cited, with a link to every chapter's first citation of it."""

    default_priority = 15  # after the sources have been put in

    def run(self, **_: object) -> None:  # noqa: D102
        domain = self.env.get_domain("cite")
        assert isinstance(domain, BibtexDomain)
        keys = {citation.citation_id: citation.key for citation in domain.citations}
        order = {name: place for place, name in enumerate(self.env.collect_relations())}
        for node in self.document.findall(nodes.citation):
            key = next((keys[name] for name in node["ids"] if name in keys), None)
            first: dict[str, str] = {}
            for ref in domain.citation_refs:  # in the order of each chapter
                if key in {target.key for target in ref.targets}:
                    first.setdefault(ref.docname, ref.citation_ref_id)
            first = {name: first[name] for name in sorted(first, key=lambda name: order.get(name, 0))}
            if first:
                back = nodes.paragraph("", "Cited in ", classes=["cited-in"])
                for count, (name, place) in enumerate(first.items()):
                    back += nodes.Text("; " if count else "")
                    address = self.app.builder.get_relative_uri(self.env.docname, name)
                    title = self.env.titles[name].astext()
                    uri = f"{address}#{place}"
                    back += nodes.reference("", title, internal=True, refuri=uri)
                node.append(back)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register both."""
    app.connect("builder-inited", letter_years)
    app.add_post_transform(LeadBack)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
