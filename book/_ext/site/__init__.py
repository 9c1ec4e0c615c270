"""The website: notebooks run fast and honestly, charts without a third party, mathematics without a script.

Loaded as `_ext.site`, since Python itself has a module called `site`; `_ext.site.executor` is an extension of
its own, which is loaded before all others.
"""

from __future__ import annotations

from _ext.site import charts, downloads, mathml, page, sharing
from pybtex.backends.plaintext import Backend
from pybtex.plugin import register_plugin
from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Register everything the site adds to Sphinx."""
    for part in (charts, downloads, mathml, page, sharing):
        part.setup(app)
    # Otherwise looked up at each citation among all that is installed: a third of a second in all
    register_plugin("pybtex.backends", "plaintext", Backend, force=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
