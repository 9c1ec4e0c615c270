"""Does it add up? Read the numbers of an article, test whether they fit together, say how surely.

A figure goes one way through this package: ``figures`` (read, validate) -> ``formula`` (one text,
several readings) -> ``interval`` (exact arithmetic) -> ``solve`` (verdicts, implied ranges, conflicts)
-> ``charts`` and ``wording``.
"""
