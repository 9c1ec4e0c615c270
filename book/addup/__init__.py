"""Does it add up? Read the numbers of an article, test whether they fit together, say how surely.

Four rooms, and one way through them:

- ``engine``: hedges, figures, formulas, exact intervals, networks, hulls, verdicts. No prose, no pandas.
- ``texts``: numbers in running text, the register against its source, a register for another article.
- ``report``: the article as the chapters see it: wording, tables, equations, charts.
- ``publishing``: what leaves the house: data package, citation, link preview, comparison of two editions.

``texts`` and ``report`` stand on the engine, ``publishing`` on all three; no import goes the other way.
"""
