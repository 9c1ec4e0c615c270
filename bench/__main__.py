"""Print measurements: ``python -m bench [engine] [site] [pages] [proposals]``, two if none is named."""

import sys
from importlib import import_module

for name in sys.argv[1:] or ("engine", "site"):
    import_module(f"bench.{name}").report()
