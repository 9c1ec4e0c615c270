// Numbers that can be asked: a panel says what a number is, what is known of it, and where it can be changed.
"use strict";
(() => {
  const here = document.currentScript.src;
  /** @type {Promise<any> | undefined} */
  let register;
  window.loadRegister = () => {
    register ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("register.js", here).href;
      script.onload = () => resolve(window.register);
      script.onerror = () => reject(new Error("register.js did not load"));
      document.head.append(script);
    });
    return register;
  };
  /** An element with its content. */
  window.element = (name, attributes = {}, ...content) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
    made.append(...content);
    return made;
  };
  const { element } = window;
  /** A verdict's word with its sign. */
  window.markVerdict = ({ signs }, verdict) => {
    const word = element("span", { class: `verdict ${verdict.replaceAll(" ", "-")}` }, verdict);
    word.insertAdjacentHTML("afterbegin", signs[verdict] ?? "");
    return word;
  };

  let panel;
  /** @param {HTMLAnchorElement} number */
  async function ask(number) {
    const known = await window.loadRegister(), id = number.dataset.figure, about = known.about[id];
    const root = new URL("../", here).href, label = known.words.labels[id];
    panel ??= document.body.appendChild(element("div", { id: "asked", popover: "", role: "dialog", tabindex: "-1" }));
    const facts = [["printed", about.printed], ["can be", about.can], ["all else implies", about.implied], ["says so", about.says]];
    const checks = about.checks.map((check) => {
      const { question, formula, verdict, chapter } = known.questions[check], page = known.pages[chapter];
      return element("li", {}, page ? element("a", { href: root + page }, question) : question, ` ${formula}: `, window.markVerdict(known, verdict));
    });
    panel.ariaLabel = label;
    panel.replaceChildren(
      element("p", { class: "asked-name" }, label),
      element("dl", {}, ...facts.filter(([, fact]) => fact).flatMap(([name, fact]) => [element("dt", {}, name), element("dd", {}, fact)])),
      ...(checks.length ? [element("p", {}, "Checks it stands in:"), element("ul", {}, ...checks)] : [element("p", {}, "It stands in no check.")]),
      element("p", { class: "asked-doors" }, element("a", { href: `${root}${known.changed}#if/${id}` }, "Change it"), " · ",
        element("a", { href: number.href }, "In the codebook")),
    );
    panel.showPopover();
    const box = number.getClientRects()[0], { width, height } = panel.getBoundingClientRect();
    panel.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8))}px`;
    panel.style.top = `${box.bottom + height + 8 > innerHeight ? Math.max(8, box.top - height - 6) : box.bottom + 6}px`;
    panel.focus({ preventScroll: true });
    panel.addEventListener("toggle", (event) => { if (event.newState === "closed" && panel.contains(document.activeElement)) number.focus({ preventScroll: true }); }, { once: true });
    panel.addEventListener("click", (event) => { if (event.target.closest("a")) panel.hidePopover(); });
  }

  // The readings of the codebook's list of all checks: what each comes to if all numbers are read that way
  async function offerReadings(table) {
    const known = await window.loadRegister(), rows = [...table.querySelectorAll("tbody tr")], ids = Object.keys(known.questions);
    if (rows.length !== ids.length) return;
    const names = Object.keys(known.readings).filter((name) => known.readings[name].weighed);
    const column = [...table.querySelectorAll("thead th")].findIndex((cell) => cell.textContent === "verdict");
    rows.forEach((row, at) => lead(row.cells[column].querySelector(".verdict"), known, ids[at]));
    const before = rows.map((row) => [...row.cells[column].childNodes]);
    const choose = element("select", { id: "reading-of-all" }, element("option", { value: "" }, "all three weighed"), ...names.map((name) => element("option", { value: name }, `${name} alone`)));
    choose.addEventListener("change", () => rows.forEach((row, at) => {
      const verdict = known.questions[ids[at]].by_reading[choose.value];
      row.cells[column].replaceChildren(...(verdict ? [window.markVerdict(known, verdict)] : before[at]));
    }));
    table.before(element("p", { class: "readings" }, element("label", { for: choose.id }, "Read all numbers: "), choose));
  }
  // A verdict leads to its what-if, with a figure of the check in hand
  function lead(word, known, check) {
    if (!word || !known.questions[check]) return;
    const steps = known.checks[check].steps.filter(([kind, id]) => kind === "name" && known.figures[id].number);
    if (!steps.length) return;
    const door = element("a", { class: "to-what-if", href: `${new URL("../", here).href}${known.changed}#if/${steps[0][1]}`, title: "What if a number were wrong?" });
    word.replaceWith(door);
    door.append(word);
  }
  async function leadOn() {
    const tables = [...document.querySelectorAll("table[id^=calculation-]")];
    if (!tables.length) return;
    const known = await window.loadRegister();
    for (const table of tables) lead(table.querySelector(".verdict"), known, table.id.replace("calculation-", "").replaceAll("-", "_"));
  }
  document.addEventListener("DOMContentLoaded", () => {
    for (const number of document.querySelectorAll("a.said")) {
      number.ariaHasPopup = "dialog";
      if (!number.closest(".what-if")) number.addEventListener("click", (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); ask(number); } });
    }
    const table = document.getElementById("register-checks");
    if (table) offerReadings(table);
    else leadOn();
  });
})();
