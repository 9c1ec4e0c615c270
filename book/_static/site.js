// What the pages can do with a script: remember light or dark, and make charts interactive.
// Loaded before the first paint; everything but the colour scheme waits for the page.
"use strict";
(() => {
  const root = document.documentElement;
  const here = new URL(document.currentScript.dataset.vega, location.href);
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

  // Charts: Vega is fetched when a reader first reaches for one
  let library;
  function loadVega() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = here;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = () => reject(new Error("Vega did not load"));
      document.head.append(script);
    });
    return library;
  }

  // One tooltip for all charts, read out as it changes
  let note;
  function tooltip(handler, event, item, value) {
    if (!note) {
      note = document.createElement("div");
      note.className = "chart-note";
      note.role = "status";
      document.body.append(note);
    }
    note.hidden = value == null || value === "";
    if (note.hidden) return;
    const lines = typeof value === "object" ? Object.entries(value) : [["", value]];
    note.replaceChildren(...lines.map(([name, text]) => {
      const line = document.createElement("div");
      line.textContent = name ? `${name}: ${text}` : text;
      return line;
    }));
    const { clientX: x, clientY: y } = event;
    const { width, height } = note.getBoundingClientRect();
    note.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - width - 4))}px`;
    note.style.top = `${y + 16 + height > innerHeight ? y - height - 12 : y + 16}px`;
  }

  function hideNote() {
    if (note) note.hidden = true;
  }

  // Words keep the room that they were measured with, in any type and at any spacing
  const pen = document.createElement("canvas").getContext("2d");
  function hold(live) {
    for (const text of live.querySelectorAll("text")) {
      pen.font = `${text.getAttribute("font-weight") ?? ""} ${text.getAttribute("font-size")} ${text.getAttribute("font-family")}`;
      for (const line of text.children.length ? text.children : [text]) {
        line.setAttribute("textLength", pen.measureText(line.textContent).width);
        line.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
    }
  }

  async function awaken(chart) {
    const picture = [...chart.querySelectorAll("svg")].find((svg) => svg.getBoundingClientRect().width);
    const embed = await loadVega();
    const spec = JSON.parse(chart.querySelector("script").textContent);
    if (spec.autosize?.type === "fit-x") spec.width = picture.viewBox.baseVal.width;
    const place = document.createElement("div");
    const options = { mode: "vega", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip };
    const { view } = await embed(place, spec, options);
    const live = place.querySelector("svg");
    live.role = "img";
    live.ariaLabel = picture.querySelector("title").textContent;
    live.setAttribute("viewBox", picture.getAttribute("viewBox"));
    hold(live);
    picture.after(live);
    picture.remove();
    return { view, live };
  }

  // Left and right arrow keys walk through what a pointer could rest on
  function walk(chart, { live }) {
    const marks = [...live.querySelectorAll("path, rect, circle, line, text")]
      .filter((mark) => mark.__data__?.tooltip ?? mark.__data__?.items?.[0]?.tooltip);
    let at = -1;
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || !marks.length || event.target.closest(".chart-controls")) return;
      event.preventDefault();
      at = (at + step + marks.length) % marks.length;
      const box = marks[at].getBoundingClientRect();
      const data = marks[at].__data__;
      const point = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
      tooltip(null, point, null, data.tooltip ?? data.items[0].tooltip);
    });
    chart.addEventListener("focusout", hideNote);
  }

  function offerChart(chart) {
    const picture = chart.querySelector(".chart-picture");
    picture.tabIndex = 0;
    picture.role = "group";
    picture.ariaLabel = `${chart.querySelector("title").textContent}. Arrow keys read the values.`;
    let woken;
    const wake = () => {
      woken ??= awaken(chart).then((alive) => {
        walk(chart, alive);
        chart.dataset.state = "live";
        return alive;
      }).catch((error) => {
        chart.dataset.state = "still";
        console.warn("The chart stays a picture:", error);
      });
      return woken;
    };
    for (const reach of ["pointerenter", "touchstart", "focusin"]) {
      chart.addEventListener(reach, wake, { once: true, passive: true });
    }
    for (const control of chart.querySelectorAll("[data-signal]")) {
      control.addEventListener("input", async () => {
        if (control.nextElementSibling?.matches("output")) control.nextElementSibling.value = control.value;
        const alive = await wake();
        const value = control.type === "range" ? Number(control.value) : control.value;
        await alive?.view.signal(control.dataset.signal, value).runAsync();
        if (alive) hold(alive.live);
      });
    }
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

  document.addEventListener("DOMContentLoaded", () => {
    offerSchemes();
    keepContents();
    document.querySelectorAll(".chart").forEach(offerChart);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideNote(); });
  });
})();
