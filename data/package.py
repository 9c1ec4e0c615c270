"""Bring the hashes and sizes in datapackage.json up to date with the tables it describes.

    python data/package.py

To be run after a table has changed; a test fails until it has been. Everything else in the description
(fields, units, origin, terms) is written by hand and left as it is.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent


def refreshed(folder: Path) -> str:
    """Return the text of the folder's datapackage.json with each table's present hash and size."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        resource["bytes"] = len(content)
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (HERE / "datapackage.json").write_text(refreshed(HERE), "utf-8", newline="\n")
