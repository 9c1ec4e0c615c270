// Numbers that can be asked: a panel says what a number is, what is known of it, and where it can be changed.
{
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src, root = new URL("../", here).href;
  /** @type {Map<string, Promise<void>>} */
  const loading = new Map();
  /** A script that stands beside this one, loaded once; scripts work where data cannot be fetched, as from a folder. @param {string} name */
  function loadScript(name) {
    const address = new URL(name, name.includes("/") ? document.baseURI : here).href;
    const loaded = loading.get(address) ?? new Promise((resolve, reject) => {
      const script = element("script", { src: address });
      script.onload = () => resolve(undefined);
      script.onerror = () => { loading.delete(address); reject(new Error(`${name} did not load`)); };
      document.head.append(script);
    });
    loading.set(address, loaded);
    return loaded;
  }
  async function loadAsked() {
    await loadScript("asked.js");
    return window.asked;
  }
  /** An element with its content. @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name @param {Record<string, string>} attributes @param {(Node | string)[]} content @returns {HTMLElementTagNameMap[Name]} */
  function element(name, attributes = {}, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  }
  /** Writes a text only where it is another: what stays is not drawn, or spoken, again. @param {Node} node @param {string} text */
  function setText(node, text) { if (node.textContent !== text) node.textContent = text; }
  /** A verdict's word with its sign. @param {Record<string, string>} signs @param {string} verdict */
  function markVerdict(signs, verdict) {
    const word = element("span", { class: `verdict ${verdict.replaceAll(" ", "-")}` }, verdict);
    word.insertAdjacentHTML("afterbegin", signs[verdict] ?? "");
    return word;
  }
  window.asking = { element, setText, markVerdict, loadScript, root };

  /** @type {HTMLElement | undefined} */
  let panel;
  /** Shows that more follows below the edge. */
  function shade() { panel?.classList.toggle("more", panel.scrollHeight - panel.clientHeight - panel.scrollTop > 2); }
  /** @param {HTMLAnchorElement} number */
  async function ask(number) {
    const known = await loadAsked(), { figure = "", worked = "" } = number.dataset, sum = known.worked?.[worked], about = known.figures[figure];
    const label = sum ? "worked out" : about.label, changeable = (sum?.figures ?? [figure]).find((/** @type {string} */ id) => !known.figures[id].fixed);
    if (!panel) {
      panel = document.body.appendChild(element("div", { id: "asked", popover: "", role: "dialog", tabindex: "-1" }));
      panel.addEventListener("scroll", shade, { passive: true });
    }
    const facts = sum ? [["from", sum.formula], ["as printed", sum.printed], ["can be", sum.can]]
      : [["printed", about.printed], ["can be", about.can], ["all else implies", about.implied], ["says so", about.says]];
    const from = (sum?.figures ?? []).map((/** @type {string} */ id) => element("li", {},
      known.figures[id].fixed ? known.figures[id].label : element("a", { href: `${root}${known.changed}#if/${id}` }, known.figures[id].label), `: ${known.figures[id].printed}, ${known.figures[id].says}`));
    const checks = (sum ?? about).checks.map((/** @type {string} */ id) => {
      const { question, formula, verdict, chapter } = known.checks[id], page = known.pages[chapter];
      return element("li", {}, page ? element("a", { href: root + page }, question) : question, ` ${formula}: `, markVerdict(known.signs, verdict));
    });
    panel.ariaLabel = label;
    panel.replaceChildren(
      element("p", { class: "asked-name" }, label),
      element("dl", {}, ...facts.filter(([, fact]) => fact).flatMap(([name, fact]) => [element("dt", {}, name), element("dd", {}, fact)])),
      ...(from.length ? [element("p", {}, "The numbers it comes from:"), element("ul", {}, ...from)] : []),
      ...(checks.length ? [element("p", {}, sum ? "Checks they stand in:" : "Checks it stands in:"), element("ul", {}, ...checks)] : [element("p", {}, "It stands in no check.")]),
      element("p", { class: "asked-doors" }, ...(changeable ? [element("a", { href: `${root}${known.changed}#if/${changeable}` }, "Change it"), " · "] : []),
        element("a", { href: number.href }, "In the codebook"), " · ", element("button", { type: "button" }, "Close")),
    );
    // Above or below the number, where there is more room, and never on it
    const box = number.getClientRects()[0], below = innerHeight - box.bottom - 14, above = box.top - 14;
    panel.style.maxHeight = `min(28rem, ${Math.max(below, above)}px)`;
    panel.showPopover();
    panel.scrollTop = 0;
    const { width, height } = panel.getBoundingClientRect();
    panel.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8))}px`;
    panel.style.top = `${height > below ? Math.max(8, box.top - height - 6) : box.bottom + 6}px`;
    shade();
    panel.focus({ preventScroll: true });
    const shown = panel;
    shown.addEventListener("toggle", (event) => {
      if (event.newState === "closed" && shown.contains(document.activeElement)) number.focus({ preventScroll: true });
    }, { once: true });
    shown.onclick = (event) => { if (/** @type {Element} */ (event.target).closest("a, button")) shown.hidePopover(); };
  }

  /** The readings of the codebook's list of all checks: what each comes to if all numbers are read that way. @param {HTMLTableElement} table */
  async function offerReadings(table) {
    const known = await loadAsked(), rows = [...table.tBodies[0].rows], ids = Object.keys(known.checks);
    if (rows.length !== ids.length) return;
    const column = [...(table.tHead?.rows[0].cells ?? [])].findIndex((cell) => cell.textContent === "verdict");
    const before = rows.map((row) => [...row.cells[column].childNodes]), status = element("span", { role: "status" });
    const choose = element("select", { id: "reading-of-all" }, element("option", { value: "" }, "all three weighed"), ...known.readings.map((/** @type {string} */ name) => element("option", { value: name }, `${name} alone`)));
    choose.addEventListener("change", () => {
      const others = /** @type {string[]} */ ([]);
      rows.forEach((row, at) => {
        const { question, verdict: weighed, by_reading: read } = known.checks[ids[at]], verdict = read[choose.value], isOther = !!verdict && verdict !== weighed;
        if (isOther) others.push(question);
        row.classList.toggle("differs", isOther);
        row.cells[column].replaceChildren(...(isOther ? [element("del", {}, weighed), " "] : []), ...(verdict ? [markVerdict(known.signs, verdict)] : before[at]));
        if (verdict) lead(row.cells[column].querySelector(".verdict"), known, ids[at]);
      });
      setText(status, choose.value ? ` ${known.meanings[choose.value]}. ${others.length || "No"} ${others.length === 1 ? "verdict differs" : "verdicts differ"} from all three weighed${others.length ? `: ${others.join(" ")}` : "."}` : "");
    });
    table.before(element("p", { class: "readings" }, element("label", { for: choose.id }, "Read all numbers: "), choose, status));
  }
  /** A verdict leads to its what-if, with a figure of the check in hand. @param {Element | null} word @param {any} known @param {string} check */
  function lead(word, known, check) {
    const figure = known.checks[check]?.figure;
    if (!word || !figure) return;
    const door = element("a", { class: "to-what-if", href: `${root}${known.changed}#if/${figure}`, title: "What if a number were wrong?" });
    word.replaceWith(door);
    door.append(word);
  }
  document.addEventListener("DOMContentLoaded", () => {
    for (const number of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.said"))) {
      number.ariaHasPopup = "dialog";
      if (number.closest(".what-if")) continue;
      number.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        ask(number);
      });
    }
    const table = /** @type {HTMLTableElement | null} */ (document.getElementById("register-checks"));
    if (table) offerReadings(table);
  });
}
