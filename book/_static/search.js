// Full-text search over the sections of the report: words and numbers as they are printed.
// The index is a script, so that searching works offline and from a folder.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  const input = document.querySelector("#query");
  input.value = query;
  if (!query) return input.focus();

  const words = query.toLowerCase().split(/\s+/);
  const count = (text, word) => text.toLowerCase().split(word).length - 1;
  const hits = window.searchIndex
    .filter(({ heading, text }) => words.every((word) => count(`${heading} ${text}`, word)))
    .map((section) => ({
      ...section,
      score: words.reduce((sum, word) => sum + 20 * count(section.heading, word) + count(section.text, word), 0),
    }))
    .sort((a, b) => b.score - a.score);

  document.querySelector("#found").textContent =
    hits.length === 0 ? "Nothing found." : `Found in ${hits.length} ${hits.length === 1 ? "section" : "sections"}.`;
  document.querySelector("#results").append(...hits.map(({ address, page, heading, text }) => {
    const entry = document.createElement("li");
    const link = entry.appendChild(document.createElement("a"));
    link.href = address;
    link.textContent = heading === page ? page : `${page}: ${heading}`;
    entry.append(excerpt(text));
    return entry;
  }));

  function excerpt(text) {
    const paragraph = document.createElement("p");
    const first = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0));
    const start = Number.isFinite(first) ? Math.max(0, text.lastIndexOf(" ", first - 60)) : 0;
    const part = text.slice(start, start + 200);
    const marked = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "gi");
    paragraph.append(start ? "… " : "", ...part.split(marked).map((piece, index) => {
      if (index % 2 === 0) return piece;
      const mark = document.createElement("mark");
      mark.textContent = piece;
      return mark;
    }), start + 200 < text.length ? " …" : "");
    return paragraph;
  }
});
