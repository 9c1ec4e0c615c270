"""Print every measurement: ``python -m bench [engine|site]``, both if nothing is named."""

import sys

from bench import engine, site

PARTS = {"engine": engine.report, "site": site.report}

for name in sys.argv[1:] or PARTS:
    PARTS[name]()
