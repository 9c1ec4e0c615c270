// "What if a number were wrong?": the numbers of the sentences become fields, and what follows stands beside them.
// Work goes on in slices of a few milliseconds: verdicts and outer ranges first, then hulls, then the conflict.
"use strict";
{
  const { element, setText, markVerdict, loadScript } = window.asking;
  const SLICE = 4, PATIENCE = 150, BEFORE_IT_IS_TOLD = 500; // milliseconds
  const PIXELS_A_STEP = 10, LONGEST = 15; // of a finger; digits
  const STEPS = new Map([["ArrowUp", 1], ["ArrowDown", -1], ["PageUp", 10], ["PageDown", -10]]);
  /** @typedef {{number?: string, hedge?: string, place?: string}} Edit */
  /** @typedef {{input: HTMLInputElement, hedge: HTMLElement, was: HTMLElement, error: HTMLElement}} Field */

  /** @param {HTMLElement} place the sentences @param {Register} register */
  function start(place, register) {
    const words = new Words(register), printed = register.figures, ids = Object.keys(printed).filter((id) => printed[id].number);
    let edits = /** @type {Record<string, Figure>} */ ({}), reading = register.usual, inHand = ids[0], lost = /** @type {string[]} */ ([]);
    const figureOf = (/** @type {string} */ id) => edits[id] ?? printed[id];
    const figuresNow = () => ({ ...printed, ...edits });
    const checksOf = (/** @type {string} */ id) => Object.entries(register.checks).filter(([, { relation }]) => relation.names.includes(id));

    // --- what a number may be
    /** What is wrong with a text as a figure's number, in one line; nothing if it can be taken. @param {string} id @param {string} text */
    function fault(id, text) {
      if (printed[id].unit === "date") return isDay(text) ? "" : "Write a day as 2025-01-20.";
      if (!text) return "Write a number.";
      if (text.startsWith("-") && known(printed[id], () => new Quantity(register, printed[id])).domain !== WHOLE) return "This cannot be less than 0.";
      if (/^-?[\d.]+e/i.test(text)) return "Write the number in plain digits.";
      if (!/^-?\d+(\.\d+)?$/.test(text)) return "Write digits, and a point before decimals.";
      return text.replace(/\D/g, "").length > LONGEST ? `At most ${LONGEST} digits, please.` : "";
    }
    /** A step of a number's last printed digit, in its own places; days for a date. @param {string} id @param {string} text @param {number} by */
    function stepped(id, text, by) {
      if (printed[id].unit === "date") return new Date(Date.parse(text) + by * 864e5).toISOString().slice(0, 10);
      const places = Math.max(...[printed[id].number, text].map((number) => number.split(".")[1]?.length ?? 0));
      const at = Fraction.from(text).add(Fraction.from(`1e${-places}`).mul(Fraction.from(String(by)))), next = plain(words.decimal(at, places));
      return fault(id, next) ? text : next;
    }

    // --- fields inside the sentences
    const fields = /** @type {Map<string, Field[]>} */ (new Map());
    /** What stands before a figure's digits, and behind. @param {string} id @returns {string[]} */
    function around(id) {
      return printed[id].unit === "date" ? ["", ""] : words.printed({ ...printed[id], number: "7" }).split("7");
    }
    /** @param {string} id */
    function field(id) {
      const [before, behind] = around(id), isDate = printed[id].unit === "date";
      const error = element("span", { class: "fault", id: `fault-${id}`, role: "alert" });
      const input = element("input", { type: "text", inputmode: isDate ? "text" : "decimal", autocomplete: "off", spellcheck: "false",
        "aria-keyshortcuts": "Alt+Enter", "aria-label": `${printed[id].label}, ${`${before} ${behind}`.trim() || "day"}`, "aria-describedby": error.id, value: printed[id].number });
      const said = element("span", { class: "hedge" }), was = element("button", { type: "button", class: "was", hidden: "" });
      was.addEventListener("click", () => { restore(id); input.focus(); });
      fields.set(id, [...(fields.get(id) ?? []), { input, hedge: said, was, error }]);
      const take = () => {
        const text = plain(input.value), wrong = fault(id, text);
        setText(error, wrong && `${wrong} ${words.printed(figureOf(id))} still counts.`);
        input.setAttribute("aria-invalid", String(!!wrong));
        fit(input);
        if (!wrong) change(id, { number: text });
      };
      input.addEventListener("focus", () => hold(id));
      input.addEventListener("input", take);
      input.addEventListener("blur", () => { if (!error.textContent) input.value = figureOf(id).number; });
      input.addEventListener("keydown", (event) => {
        const by = STEPS.get(event.key);
        if (event.key === "Escape") restore(id);
        if (event.key === "Enter" && event.altKey) { event.preventDefault(); hedge.made.focus(); return; }
        if (!by || fault(id, plain(input.value))) return;
        event.preventDefault();
        input.value = stepped(id, plain(input.value), by);
        take();
      });
      // On touch a finger drags the number up and down its scale
      let drag = /** @type {{x: number, from: string} | null} */ (null);
      input.addEventListener("pointerdown", (event) => { if (event.pointerType !== "mouse") drag = { x: event.clientX, from: figureOf(id).number }; });
      input.addEventListener("pointermove", (event) => {
        const by = drag ? Math.trunc((event.clientX - drag.x) / PIXELS_A_STEP) : 0, next = drag && stepped(id, drag.from, by);
        if (!next || next === input.value) return;
        input.value = next;
        take();
      });
      for (const end of ["pointerup", "pointercancel"]) input.addEventListener(end, () => { drag = null; });
      fit(input);
      // A number and its sign stay together; words behind it may go to the next line
      const [sign] = behind.split(" ", 1), number = element("span", { class: "number" }, before, input, sign);
      return element("span", { class: "field" }, said, number, behind.slice(sign.length), was, error);
    }
    for (const number of place.querySelectorAll("[data-figure]")) number.replaceWith(field(number.getAttribute("data-figure") ?? ""));

    // --- what stands beside them
    const select = (/** @type {string} */ label, /** @type {string[][]} */ options) => {
      const made = element("select", {}, ...options.map(([value, text]) => element("option", { value }, text)));
      return { made, labelled: element("label", {}, label, " ", made) };
    };
    const other = select("Any other number", [["", "choose"], ...ids.map((id) => [id, printed[id].label])]);
    const hedge = select("Hedge", Object.keys(register.hedges).map((name) => [name, register.words.hedges[name] || "no hedge"]));
    const rounding = select("Rounded to", []);
    const readings = select("Read all numbers", readingsOf(register).map((name) => [name, name]));
    const now = element("p", { class: "answer", "aria-hidden": "true" }, register.start), status = element("p", { class: "answer spoken", role: "status" }, register.start);
    const working = element("p", { class: "working" }), counts = element("p", { class: "counts" }), verdicts = element("ul", { class: "verdicts" }), unworked = element("p", { class: "unworked" });
    const handName = element("h3", {}), handField = element("p", { class: "hand-field" }), facts = element("dl", {});
    const restoreAll = element("button", { type: "button" }, "Restore the article"), restoreOne = element("button", { type: "button" }, "Restore this number");
    const gone = element("p", { class: "fault", role: "alert" });
    const hand = element("div", { class: "hand" }, handName, handField, element("p", { class: "choices" }, hedge.labelled, rounding.labelled, restoreOne), facts, element("p", { class: "choices" }, other.labelled));
    const beside = element("section", { class: "what-follows", "aria-label": "What follows" }, gone, now, status, working, counts, verdicts, unworked,
      element("p", { class: "choices" }, readings.labelled, restoreAll), hand);
    const frame = element("div", { class: "what-if-frame" });
    place.replaceWith(frame);
    frame.append(place, beside);
    const day = dayOf(document.querySelector(".by-day"));

    /** A rate by the day, which stands for some figures. @param {Element | null} data */
    function dayOf(data) {
      if (!data) return null;
      const { label, days, figures } = JSON.parse(data.textContent ?? ""), usual = "as the sources bound it";
      const input = element("input", { type: "range", min: "0", max: String(days.length - 1), id: "by-day" }), output = element("output", { for: "by-day" });
      const resting = String(days.findLastIndex((/** @type {string[]} */ [day]) => day <= (printed.published?.number || day)));
      place.append(element("p", { class: "rate" }, element("label", { for: "by-day" }, `${label}: `), input, " ", output));
      input.addEventListener("input", () => {
        for (const id of figures) edit(id, { number: days[Number(input.value)][1] });
        hold(figures[0]);
        workOut();
      });
      return () => {
        const rates = new Set(figures.map((/** @type {string} */ id) => edits[id]?.number)), [rate] = rates;
        const at = rates.size > 1 || !rate ? -1 : days[Number(input.value)][1] === rate ? Number(input.value) : days.findIndex((/** @type {string[]} */ [, each]) => each === rate);
        const [date, chosen] = days[at] ?? [], text = date ? `${words.dates.format(new Date(date))}: ${chosen}` : usual;
        input.value = date ? String(at) : resting;
        input.setAttribute("aria-valuetext", text);
        setText(output, text);
      };
    }

    // --- changing
    /** @param {string} id @param {Edit} change */
    function edit(id, change) {
      const made = { ...figureOf(id), ...change };
      if (changed(printed[id], made)) edits = { ...edits, [id]: made };
      else restored(id);
    }
    /** @param {string} id */
    function restored(id) { edits = Object.fromEntries(Object.entries(edits).filter(([other]) => other !== id)); }
    /** @param {string} id @param {Edit} made */
    function change(id, made) { edit(id, made); inHand = id; workOut(); }
    /** @param {string} [id] */
    function restore(id) {
      for (const [other, all] of fields) {
        if (id && other !== id) continue;
        for (const { input, error } of all) { input.value = printed[other].number; setText(error, ""); input.setAttribute("aria-invalid", "false"); fit(input); }
      }
      if (id) restored(id);
      else [edits, reading, lost] = [{}, register.usual, []];
      workOut();
    }
    /** @param {string} id */
    function hold(id) { if (id !== inHand) { inHand = id; runSoon(show()); } }
    hedge.made.addEventListener("change", () => change(inHand, { hedge: hedge.made.value }));
    rounding.made.addEventListener("change", () => change(inHand, { place: rounding.made.value }));
    readings.made.addEventListener("change", () => { reading = readings.made.value; workOut(); });
    other.made.addEventListener("change", () => { if (other.made.value) hold(other.made.value); });
    // A button that is no longer of use would lose the focus; and beside the list, which shrinks, the answer is out of sight
    let comeBack = false;
    const backToField = () => { comeBack = true; fields.get(inHand)?.[0]?.input.focus(); };
    restoreAll.addEventListener("click", () => { restore(); backToField(); });
    restoreOne.addEventListener("click", () => { restore(inHand); backToField(); });

    // --- the address holds the state: #if/domestic_usd=5.8/overseas_usd=6.8,about,1/reading=round
    function write() {
      const parts = Object.entries(edits).map(([id, { number, hedge, place: to }]) => {
        const old = printed[id], isRead = hedge !== old.hedge || to !== old.place;
        return `${id}=${[number, isRead ? hedge : "", to !== old.place ? to.replace("/", ":") : ""].join(",").replace(/,+$/, "")}`;
      });
      if (reading !== register.usual) parts.push(`reading=${reading}`);
      history.replaceState(null, "", parts.length ? `#if/${parts.join("/")}` : location.pathname + location.search);
    }
    /** Takes over what an address says; what no longer fits is kept to be told. @param {string} address */
    function read(address) {
      [edits, lost, reading] = [{}, [], register.usual];
      for (const part of decoded(address.slice("#if/".length)).split("/").filter(Boolean)) {
        const [id, value] = part.split("="), [number, hedge = "", to = ""] = (value ?? "").split(","), place = to.replace(":", "/");
        const isKnown = Object.hasOwn(printed, id) && !!printed[id].number, made = isKnown && { number, hedge: hedge || printed[id].hedge, place: place || printed[id].place };
        if (id === "reading" && readingsOf(register).includes(value)) reading = value;
        else if (isKnown && value === undefined) inHand = id;
        else if (made && !fault(id, number) && Object.hasOwn(register.hedges, made.hedge) && /^(\d+(\/[1-9]\d*)?)?$/.test(place) && !(made.place === "0" && register.hedges[made.hedge].vague)) {
          inHand = id;
          edit(id, made);
        } else lost.push(part);
      }
      for (const [id, all] of fields) for (const { input } of all) { input.value = figureOf(id).number; fit(input); }
    }

    // --- working it out, a slice at a time
    let job = 0, told = "", base = /** @type {Solved | null} */ (null);
    let found = /** @type {{result: Solved | null, ranges?: Map<string, Ranges>, conflict?: string[], mends?: Map<string, Interval>}} */ ({ result: null });
    /** @template T @param {number} mine @param {Generator<unknown, T>} steps @returns {Promise<T>} */
    async function work(mine, steps) {
      for (;;) {
        const until = performance.now() + SLICE;
        while (performance.now() < until) {
          const step = steps.next();
          if (step.done) return step.value;
        }
        await pause();
        if (mine !== job) throw new Overtaken();
      }
    }
    async function workOut() {
      const mine = ++job, slow = setTimeout(() => { if (mine === job) setText(working, "working …"); }, PATIENCE);
      frame.dataset.state = "working";
      try {
        await pause(); // the field is drawn first
        if (mine !== job) return;
        write();
        await work(mine, show());
        const before = base && { groups: new Map([...base.groups, ...(found.result?.groups ?? [])]) };
        const result = await work(mine, solve({ ...register, figures: figuresNow() }, reading, before));
        base ??= result;
        found = { result };
        await work(mine, show());
        found.ranges = await work(mine, rangesOf(result, true));
        await work(mine, show());
        found.ranges = await work(mine, rangesOf(result));
        found.mends = await work(mine, mendingOf(result));
        await work(mine, show());
        found.conflict = await work(mine, conflictOf(result));
        await work(mine, show());
        const sentence = now.textContent ?? "";
        if (sentence !== (told || register.start)) setTimeout(() => { if (mine === job) setText(status, sentence); }, BEFORE_IT_IS_TOLD);
        told = sentence;
        frame.dataset.state = "settled";
        setText(working, "");
        if (comeBack) frame.scrollIntoView({ block: "start" });
        comeBack = false;
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
      } finally { clearTimeout(slow); }
    }
    let drawing = 0;
    /** @param {Generator} steps */
    async function runSoon(steps) {
      const mine = ++drawing;
      for (;;) {
        await pause();
        const until = performance.now() + SLICE;
        while (performance.now() < until) if (mine !== drawing || steps.next().done) return;
      }
    }

    // --- showing it: only what is another than before, and with pauses
    function* show() {
      for (const [id, all] of fields) {
        const figure = figureOf(id), isNew = !!edits[id], said = register.words.hedges[figure.hedge];
        for (const { input, hedge, was, error } of all) {
          if (document.activeElement !== input && !error.textContent && input.value !== figure.number) { input.value = figure.number; fit(input); }
          setText(hedge, said ? `${said} ` : "");
          if (was.hidden === isNew) was.hidden = !isNew;
          setText(was, isNew ? `printed: ${words.hedged(printed[id])}` : "");
          was.setAttribute("aria-label", `Restore ${printed[id].label}, printed: ${words.hedged(printed[id])}`);
          input.closest(".field")?.classList.toggle("changed", isNew);
        }
        yield;
      }
      day?.();
      setText(gone, lost.length ? `Of this address, no longer fits: ${lost.join("; ")}. The rest stands.` : "");
      restoreAll.disabled = !Object.keys(edits).length && reading === register.usual && !lost.length;
      readings.made.value = reading;
      yield;
      yield* showHand();
      yield;
      const { result, conflict, mends } = found;
      if (result) setText(now, words.answer(figuresNow(), result, conflict, mends));
      yield;
      // What fails as it is read here is told as failing, as in the answer; another reading may let it pass
      const verdictOf = (/** @type {string} */ id) => {
        if (!result) return register.checks[id].verdict;
        const { verdict, byReading } = of(result.verdicts, id);
        return byReading[result.reading] === INCONSISTENT ? INCONSISTENT : verdict;
      };
      const sums = /** @type {Map<string, number>} */ (new Map());
      for (const [id, { isTest }] of Object.entries(register.checks)) if (isTest) sums.set(verdictOf(id), (sums.get(verdictOf(id)) ?? 0) + 1);
      setText(counts, `Checks that test the article: ${[...sums].map(([verdict, sum]) => `${sum} ${sum > 1 ? verdict.replace("depends", "depend") : verdict}`).join(", ")}.`);
      yield;
      const others = Object.entries(register.checks).filter(([id, { verdict }]) => verdictOf(id) !== verdict);
      // A contradiction leaves nothing to work a quantity out from: one line for all of these
      const isLost = (/** @type {string} */ id) => !register.checks[id].isTest && verdictOf(id) === NOT_CHECKABLE;
      const differing = others.filter(([id]) => !isLost(id)), unknown = others.length - differing.length;
      setText(unworked, unknown ? `While these do not fit together, ${unknown === 1 ? "one quantity" : `${unknown} quantities`} cannot be worked out.` : "");
      yield* setRows(verdicts, differing.map(([id, { question, verdict }]) => [question, verdict, verdictOf(id), result ? words.because(of(result.verdicts, id)) : ""]),
        ([question, was, is, why]) => [element("li", {}, `${question} `, element("del", {}, was), " ", markVerdict(register.signs, is), ` ${why}`)]);
    }
    function* showHand() {
      const figure = figureOf(inHand), { result, ranges, mends } = found;
      setText(handName, figure.label);
      hedge.made.setAttribute("aria-label", `Hedge of ${figure.label}`);
      rounding.made.setAttribute("aria-label", `${figure.label} rounded to`);
      restoreOne.disabled = !edits[inHand];
      other.made.value = [...other.made.options].some(({ value }) => value === inHand) && handField.firstChild ? inHand : "";
      if (handField.dataset.figure !== inHand) {
        for (const [id, all] of fields) fields.set(id, all.filter(({ input }) => !handField.contains(input)));
        handField.replaceChildren(...(place.querySelector(`#fault-${inHand}`) ? [] : [field(inHand)]));
        handField.dataset.figure = inHand;
        yield;
      }
      if (hedge.made.value !== figure.hedge) hedge.made.value = figure.hedge;
      const steps = [...new Set([figure.place, printed[inHand].place, "1/100", "1/10", "1", "10", "0"])].filter(Boolean);
      if (rounding.made.dataset.steps !== String(steps)) {
        rounding.made.replaceChildren(...steps.map((to) => element("option", { value: to }, to === "0" ? "exact" : to)));
        rounding.made.dataset.steps = String(steps);
      }
      rounding.made.value = figure.place;
      rounding.made.disabled = hedge.made.disabled = figure.unit === "date";
      for (const option of hedge.made.options) option.disabled = figure.place === "0" && !!register.hedges[option.value].vague;
      for (const option of rounding.made.options) option.disabled = option.value === "0" && !!register.hedges[figure.hedge].vague;
      yield;
      if (!result) return;
      const range = ranges?.get(inHand), mend = mends?.get(inHand), rows = /** @type {string[][]} */ ([]);
      if (range) rows.push(["can be", words.span(range.printed, figure.unit)]);
      if (range) rows.push(["all else implies", range.saysNothing ? "nothing bears on it" : words.span(range.implied, figure.unit)]);
      if (mends && result.jointly === INCONSISTENT) rows.push(["could mend it alone", mend ? words.span(mend, figure.unit) : "no"]);
      for (const [id, { question }] of checksOf(inHand)) {
        const verdict = of(result.verdicts, id), move = verdict.verdict === CONSISTENT && verdict.moves.get(inHand);
        rows.push([question, move ? ` breaks if it moves by more than ${words.quantity(move.abs(), words.step(figure.unit), 3)}` : "", verdict.verdict]);
        yield;
      }
      yield* setRows(facts, rows, ([name, text, verdict]) => [element("dt", {}, name), element("dd", {}, ...(verdict ? [markVerdict(register.signs, verdict)] : []), text)]);
    }

    window.addEventListener("hashchange", () => { if (location.hash.startsWith("#if/")) { read(location.hash); workOut(); } });
    return async () => {
      const address = location.hash, isGiven = address.startsWith("#if/");
      await workOut(); // the article as it is: what every edit is worked out from
      if (!isGiven) return;
      read(address);
      frame.scrollIntoView({ block: "start" });
      if (!lost.length) fields.get(inHand)?.[0]?.input.focus({ preventScroll: true });
      await workOut();
    };
  }

  class Overtaken extends Error {}
  /** @param {string} text */
  function plain(text) {
    const number = text.trim().replace(/^\u2212/, "-").replace(/^(-?\d+)\.$/, "$1"); // a point that decimals may follow is no fault
    return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(",", "") : number;
  }
  /** @param {string} text */
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= "0001" && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
  /** @param {HTMLInputElement} input */
  function fit(input) { input.style.width = `calc(${Math.max(2, input.value.length)}ch + 1rem)`; }
  /** @param {string} text */
  function decoded(text) { try { return decodeURIComponent(text); } catch { return text; } }
  /** Lets the page do what else is due. @returns {Promise<void>} */
  const pause = () => new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); go(); };
    port2.postMessage(0);
  });
  /** Rows of a list, made anew only where they are others, a few at a time.
   * @param {HTMLElement} list @param {string[][]} rows @param {(row: string[]) => HTMLElement[]} make */
  function* setRows(list, rows, make) {
    const key = JSON.stringify(rows);
    if (list.dataset.rows === key) return;
    const made = [];
    for (const row of rows) { made.push(...make(row)); yield; }
    list.replaceChildren(...made);
    list.dataset.rows = key;
  }

  document.addEventListener("DOMContentLoaded", async () => {
    const place = /** @type {HTMLElement | null} */ (document.querySelector(".what-if"));
    if (!place) return;
    await loadScript("register.js");
    start(place, opened(window.register))();
  });
}
