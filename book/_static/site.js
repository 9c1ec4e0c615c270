// What the pages can do with a script: remember light or dark, and let charts tell their values.
// Loaded before the first paint; everything but the colour scheme waits for the page.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  // Colour scheme: the reader's choice, or else the device's
  const device = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("scheme"); } catch { return null; }
  };
  const paint = () => { root.dataset.scheme = chosen() || (device.matches ? "dark" : "light"); };
  paint();

  function offerSchemes() {
    const button = document.querySelector(".for-scheme");
    const show = () => { paint(); button.ariaPressed = root.dataset.scheme === "dark"; };
    button.addEventListener("click", () => {
      const next = root.dataset.scheme === "dark" ? "light" : "dark";
      try { localStorage.setItem("scheme", next); } catch { /* then for this page only */ }
      root.dataset.scheme = next;
      button.ariaPressed = next === "dark";
    });
    device.addEventListener("change", show);
    show();
  }

  // Type: the first paint waits for it a moment. If it comes later than that, the page keeps what stands in for
  // it, and the next page has it: no line moves under a reader's eyes.
  root.classList.add("waiting");
  let late = true;
  const show = () => {
    root.classList.toggle("late", late);
    root.classList.remove("waiting");
  };
  setTimeout(show, 150);
  const type = ["1em 'Addup Sans'", "600 1em 'Addup Sans'", "italic 1em 'Addup Sans'", "600 1em 'Addup Serif'"];
  Promise.all(type.map((font) => document.fonts.load(font))).then(() => {
    if (!root.classList.contains("waiting")) return;
    late = false;
    show();
  });

  // A chart's marks tell the values of their rows in the table below it: to a pointer, a tap, a keyboard
  const words = (row) => {
    const heads = [...row.closest("table").tHead.rows[0].cells];
    return [...row.cells].map((cell, column) => [heads[column], cell.textContent])
      .filter(([head, text]) => text && "told" in head.dataset)
      .map(([head, text], place) => place ? `${head.textContent}: ${text}` : text);
  };
  let dismiss = () => {};

  function offerValues(chart) {
    const picture = chart.querySelector(".chart-picture");
    const marks = [...picture.querySelectorAll("[data-row]")];
    const drawn = new Set(marks.map((mark) => mark.dataset.row));
    const rows = [...document.querySelectorAll(`#${CSS.escape(chart.dataset.values)} tr[data-row]`)]
      .filter((row) => drawn.has(row.dataset.row));
    if (!rows.length) return;

    const note = document.createElement("div");
    note.className = "chart-note";
    note.hidden = true;
    const reader = document.createElement("input");
    Object.assign(reader, { type: "range", className: "chart-reader", min: 1, max: rows.length, value: 1 });
    reader.ariaLabel = `Values drawn: ${picture.querySelector("title").textContent}`;
    reader.ariaValueText = words(rows[0]).join("; ");
    picture.append(reader, note);

    let chosen = null;
    let pinned = false;
    let leaving;
    const release = () => choose(null);
    function choose(row, pin = false) {
      clearTimeout(leaving);
      pinned = Boolean(row) && pin;
      if (row === chosen) return;
      if (row && dismiss !== release) dismiss();
      if (row) dismiss = release;
      chosen = row;
      note.hidden = !row;
      for (const mark of marks) mark.classList.toggle("chosen", mark.dataset.row === row?.dataset.row);
      if (!row) return;
      reader.value = rows.indexOf(row) + 1;
      reader.ariaValueText = words(row).join("; ");
      note.replaceChildren(...words(row).map((text) => {
        const line = document.createElement("div");
        line.textContent = text;
        return line;
      }));
      // Below its marks, so that they are seen
      const boxes = marks.filter((mark) => mark.classList.contains("chosen"))
        .map((mark) => mark.getBoundingClientRect()).filter((box) => box.width || box.height);
      const frame = picture.getBoundingClientRect();
      const middle = (Math.min(...boxes.map((box) => box.left)) + Math.max(...boxes.map((box) => box.right))) / 2;
      const left = Math.min(middle - note.offsetWidth / 2, frame.right - note.offsetWidth);
      note.style.left = `${Math.max(left, frame.left) - frame.left}px`;
      note.style.top = `${Math.max(...boxes.map((box) => box.bottom)) - frame.top + 8}px`;
    }

    // The mark under the pointer, or the nearest within so many pixels
    function reached(event, pixels) {
      let least = pixels;
      let nearest = event.target.closest("[data-row]");
      if (!nearest) {
        for (const mark of marks) {
          const box = mark.getBoundingClientRect();
          const across = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
          const down = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
          if ((box.width || box.height) && Math.hypot(across, down) <= least) {
            least = Math.hypot(across, down);
            nearest = mark;
          }
        }
      }
      return rows.find((row) => row.dataset.row === nearest?.dataset.row) ?? null;
    }
    const leave = () => {
      clearTimeout(leaving);
      if (!pinned) leaving = setTimeout(release, 300);
    };
    picture.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || pinned) return;
      if (note.contains(event.target)) return clearTimeout(leaving);
      const row = reached(event, 12);
      if (row) choose(row);
      else leave();
    });
    picture.addEventListener("pointerleave", leave);
    picture.addEventListener("click", (event) => {
      if (note.contains(event.target)) return;
      const row = reached(event, 48);
      if (pinned && row === chosen) release();
      else choose(row, true);
    });
    const read = () => choose(rows[reader.value - 1], true);
    reader.addEventListener("focus", read);
    reader.addEventListener("input", read);
    reader.addEventListener("blur", release);
  }

  // Contents: closed by a link into the same page, and open at the chapter that is read
  function keepContents() {
    const contents = document.querySelector("#contents");
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
    });
    const here = contents.querySelector("[aria-current]");
    const show = () => { if (here) contents.scrollTop = here.offsetTop - contents.clientHeight / 2; };
    contents.addEventListener("toggle", show);
    show();
  }

  // On each printed sheet: where it is from, and which edition
  function signSheets() {
    const address = document.querySelector("link[rel=canonical]")?.href ?? location.href.replace(location.hash, "");
    const edition = document.querySelector(".edition")?.textContent;
    const words = [address.startsWith("http") && address, edition].filter(Boolean).join(" · ");
    root.style.setProperty("--sheet", JSON.stringify(words));
  }

  document.addEventListener("DOMContentLoaded", () => {
    signSheets();
    offerSchemes();
    keepContents();
    document.querySelectorAll(".chart").forEach(offerValues);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") dismiss(); });
  });
})();
