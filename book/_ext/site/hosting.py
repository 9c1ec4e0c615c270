"""What hosts are told about the files of the site: the headers to send with them, and the page for a 404.

The same rules in the two forms that hosts read from a file of the site: `_headers` (Netlify, Cloudflare) and
`.htaccess` (Apache). Any other server takes them from `_headers` by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Sent with every file, besides the pages' policy."""
FOR_EVER = "public, max-age=31536000, immutable"
"""How long a file may be kept whose name changes with its content."""


def write(out: Path, policy: str, base: str, hashed: Iterable[str]) -> None:
    """Write the files into the finished site, whose address is `base`, or empty if it has none.

    `hashed` are the paths of the files whose names change with their content.
    """
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"} | HEADERS
    lines = ["/*\n", *(f"  {name}: {value}\n" for name, value in headers.items())]
    for path in hashed:
        lines += [f"/{path}\n", f"  Cache-Control: {FOR_EVER}\n"]
    (out / "_headers").write_text("".join(lines), "utf-8")
    apache = [
        f"ErrorDocument 404 {urlsplit(base).path or '/'}404.html\n",
        "<IfModule mod_headers.c>\n",
        *(f'  Header set {name} "{value}"\n' for name, value in headers.items()),
        '  Header set Cache-Control "public, max-age=0, must-revalidate"\n',
        *(
            f'  <Files "{Path(path).name}">\n    Header set Cache-Control "{FOR_EVER}"\n  </Files>\n'
            for path in hashed
        ),
        "</IfModule>\n",
    ]
    (out / ".htaccess").write_text("".join(apache), "utf-8")
    (out / ".nojekyll").touch()  # without it GitHub Pages leaves out what begins with an underscore
