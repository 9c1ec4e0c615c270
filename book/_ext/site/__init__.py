"""The website: notebooks run fast and honestly, charts without a third party, mathematics without a script.

Loaded as `_ext.site`, since Python itself has a module called `site`.
"""

from __future__ import annotations

from _ext.site import charts, executor, mathml, page
from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Register everything the site adds to Sphinx."""
    for part in (charts, executor, mathml, page):  # notebooks inherit what `charts` tells them
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
