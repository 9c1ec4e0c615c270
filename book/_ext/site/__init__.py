"""The website: charts without a third party, mathematics without a script.

Loaded as `_ext.site`, since Python itself has a module called `site`.
"""

from __future__ import annotations

from _ext.site import asking, charts, downloads, margin, mathml, page, sharing, working
from pybtex.backends.plaintext import Backend
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.style.names.last import LastNameStyle

BIBLIOGRAPHY = (
    ("pybtex.backends", "plaintext", Backend),
    ("pybtex.style.formatting", "unsrt", Style),
    ("pybtex.style.labels", "number", LabelStyle),
    ("pybtex.style.names", "last", LastNameStyle),
    ("pybtex.style.names", "plain", NameStyle),
    ("pybtex.style.sorting", "none", SortingStyle),
)
"""Parts that citations are made with; unregistered, each is looked up time and again in all packages."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Register everything the site adds to Sphinx."""
    for module in (charts, downloads, margin, mathml, page, sharing, asking, working):
        module.setup(app)
    for group, name, part in BIBLIOGRAPHY:
        register_plugin(group, name, part, force=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
