"""How hypothesis runs: as many examples as fit into a minute and a half, and no verdict by the clock.

A shared machine is slow at times, and a test that fails then would say nothing about the code.
`HYPOTHESIS_PROFILE=thorough` tries twenty times as much.
"""

import os

from hypothesis import settings

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1200, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
