"""What hosts are told about the files of the site: the headers to send with them, and the page for a 404.

The same rules in the two forms that hosts read from a file of the site: `_headers` (Netlify, Cloudflare) and
`.htaccess` (Apache). Any other server takes them from `_headers` by hand.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "public, max-age=0, must-revalidate",
}
"""Sent with every file, besides the pages' policy."""


def write(out: Path, policy: str, base: str) -> None:
    """Write the files into the finished site, whose address is `base`, or empty if it has none."""
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"} | HEADERS
    lines = [f"  {name}: {value}\n" for name, value in headers.items()]
    (out / "_headers").write_text("".join(["/*\n", *lines]), "utf-8")
    path = urlsplit(base).path or "/"
    lines = [f'  Header set {name} "{value}"\n' for name, value in headers.items()]
    apache = [f"ErrorDocument 404 {path}404.html\n", "<IfModule mod_headers.c>\n", *lines, "</IfModule>\n"]
    (out / ".htaccess").write_text("".join(apache), "utf-8")
    (out / ".nojekyll").touch()  # without it GitHub Pages leaves out what begins with an underscore
