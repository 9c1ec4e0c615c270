// "What if a number were wrong?": the numbers of the sentences become fields, and what follows stands beside them.
// Work goes on in slices of a few milliseconds: verdicts and outer ranges first, then hulls, then the conflict.
"use strict";
document.addEventListener("DOMContentLoaded", async () => {
  const place = document.querySelector(".what-if");
  if (!place) return;
  const { element } = window, register = await window.loadRegister(), words = new Words(register), { labels, units } = register.words;
  const SLICE = 6; // milliseconds
  const printed = register.figures, ids = Object.keys(printed).filter((id) => printed[id].number);
  let edits = {}, reading = register.usual, inHand = ids[0], base, job = 0, told = "", gone = [];
  const figureOf = (id) => edits[id] ?? printed[id];
  const figuresNow = () => ({ ...printed, ...edits });

  // --- what a number may be
  const dateForm = /^\d{4}-\d{2}-\d{2}$/;
  /** What is wrong with a text as a figure's number, in one line; nothing if it can be taken. */
  function fault(id, text) {
    if (printed[id].unit === "date") return dateForm.test(text) && new Date(text).toISOString?.call && !Number.isNaN(Date.parse(text)) ? "" : "Write a day as 2025-01-20.";
    if (!text) return "Write a number; nothing has changed.";
    if (/^[-\u2212]/.test(text)) return "This cannot be less than 0.";
    if (/e/i.test(text)) return "Write the number in plain digits.";
    if (!/^\d+(\.\d+)?$/.test(text)) return "Write digits, and a point before decimals.";
    return text.replace(".", "").length > 15 ? "At most 15 digits, please." : "";
  }
  /** A step of a number's last printed digit, in its own places; days for a date. */
  function stepped(id, text, by) {
    if (printed[id].unit === "date") return new Date(Date.parse(text) + by * 864e5).toISOString().slice(0, 10);
    const places = Math.max(printed[id].number.split(".")[1]?.length ?? 0, text.split(".")[1]?.length ?? 0);
    const at = Fraction.from(text).add(Fraction.from(`1e${-places}`).mul(Fraction.from(String(by))));
    return at.sign < 0 ? text : words.decimal(at, places).replaceAll(",", "");
  }

  // --- fields inside the sentences
  const fields = new Map();
  function around(id) {
    const figure = printed[id], { kind, large, share } = units[figure.unit], at = words.large.findIndex((factor) => same(factor, Fraction.from(figure.scale)));
    if (kind) return ["", ""];
    if (share) return ["", same(Fraction.from(figure.scale), Fraction.from("1/100")) ? " per cent" : " times"];
    return large[at + 1].split("#");
  }
  function field(id) {
    const [before, behind] = around(id), error = element("span", { class: "fault", id: `fault-${id}`, role: "alert" });
    const input = element("input", { type: "text", inputmode: printed[id].unit === "date" ? "text" : "decimal", autocomplete: "off", spellcheck: "false",
      "aria-label": `${labels[id]}, ${`${before} ${behind}`.trim() || "day"}`, "aria-describedby": error.id, value: printed[id].number });
    const hedge = element("span", { class: "hedge" }), was = element("span", { class: "was" });
    const made = { input, hedge, was, error };
    fields.set(id, [...(fields.get(id) ?? []), made]);
    const take = (text) => {
      const wrong = fault(id, text.trim());
      error.textContent = wrong;
      input.setAttribute("aria-invalid", String(!!wrong));
      if (!wrong) change(id, { number: text.trim() }, input);
    };
    input.addEventListener("focus", () => hold(id));
    input.addEventListener("input", () => take(input.value));
    input.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
      if (event.key === "Escape") restore(id);
      if (!by || fault(id, input.value)) return;
      event.preventDefault();
      input.value = stepped(id, input.value, by);
      take(input.value);
    });
    // On touch a finger drags the number up and down its scale
    let start = null;
    input.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") start = { x: event.clientX, value: figureOf(id).number }; });
    input.addEventListener("pointermove", (event) => {
      if (!start || Math.abs(event.clientX - start.x) < 10) return;
      input.value = stepped(id, start.value, Math.trunc((event.clientX - start.x) / 10));
      take(input.value);
    });
    for (const end of ["pointerup", "pointercancel"]) input.addEventListener(end, () => { start = null; });
    // A number and its sign stay together; words behind it may go to the next line
    const [sign] = behind.split(" ", 1);
    const number = element("span", { class: "number" }, before, input, sign);
    return element("span", { class: "field" }, hedge, number, behind.slice(sign.length), was, error);
  }
  for (const number of place.querySelectorAll("[data-figure]")) number.replaceWith(field(number.dataset.figure));

  // --- what stands beside them
  const select = (label, options) => { const made = element("select", {}, ...options.map(([value, text]) => element("option", { value }, text))); return [element("label", {}, label, " ", made), made]; };
  const [otherLabel, other] = select("Any other figure", [["", "choose"], ...ids.map((id) => [id, labels[id]])]);
  const [hedgeLabel, hedges] = select("Hedge", Object.keys(register.hedges).map((name) => [name, register.words.hedges[name] || "no hedge"]));
  const [placeLabel, places] = select("Rounded to", []);
  const [readingLabel, readings] = select("Read all numbers", register.askable.map((name) => [name, name]));
  const status = element("p", { class: "answer", role: "status" }), now = element("p", { class: "answer", "aria-hidden": "true" }), working = element("p", { class: "working" }), counts = element("p", { class: "counts" });
  const handName = element("h3", {}), handField = element("p", { class: "hand-field" }), facts = element("dl", {}), verdicts = element("div", { class: "verdicts" });
  const restoreAll = element("button", { type: "button" }, "Restore the article"), restoreOne = element("button", { type: "button" }, "Restore this number");
  const lost = element("p", { class: "fault", role: "alert" });
  const beside = element("section", { class: "what-follows", "aria-label": "What follows" }, lost, now, status, working, counts, verdicts,
    element("p", {}, restoreAll), element("div", { class: "hand" }, handName, handField, element("p", { class: "choices" }, hedgeLabel, placeLabel, readingLabel), facts, element("p", {}, restoreOne)),
    element("p", { class: "choices" }, otherLabel));
  status.classList.add("spoken");
  const frame = element("div", { class: "what-if-frame" });
  place.replaceWith(frame);
  frame.append(place, beside);

  const byDay = document.querySelector(".by-day");
  if (byDay) {
    const { label, days, figures } = JSON.parse(byDay.textContent), [first, last] = [days[0][0], days.at(-1)[0]];
    const input = element("input", { type: "range", min: 0, max: days.length - 1, id: "by-day", "aria-label": label });
    const output = element("output", { for: "by-day" }, "as the sources bound it");
    input.value = String(days.findLastIndex(([day]) => day <= (printed.published?.number || last)));
    const tell = () => { const [day, rate] = days[Number(input.value)]; return `${words.dates.format(new Date(day))}: ${rate}`; };
    input.setAttribute("aria-valuetext", `${first} to ${last}, not set`);
    input.addEventListener("input", () => {
      output.value = tell();
      input.setAttribute("aria-valuetext", tell());
      for (const id of figures) edits[id] = { ...figureOf(id), number: days[Number(input.value)][1] };
      hold(figures[0]);
      changedNow();
    });
    place.append(element("p", { class: "rate" }, element("label", { for: "by-day" }, `${label}: `), input, " ", output));
  }

  // --- changing
  function change(id, edit, from) {
    edits = { ...edits, [id]: { ...figureOf(id), ...edit } };
    if (!changed(printed[id], edits[id])) delete edits[id];
    inHand = id;
    changedNow(from);
  }
  function restore(id) { if (id) delete edits[id]; else { edits = {}; reading = register.usual; gone = []; } changedNow(); }
  function hold(id) { inHand = id; show(); }
  hedges.addEventListener("change", () => change(inHand, { hedge: hedges.value }));
  places.addEventListener("change", () => change(inHand, { place: places.value }));
  readings.addEventListener("change", () => { reading = readings.value; changedNow(); });
  other.addEventListener("change", () => { if (other.value) hold(other.value); });
  restoreAll.addEventListener("click", () => restore());
  restoreOne.addEventListener("click", () => restore(inHand));

  // --- the address holds the state: #if/domestic_usd=5.8/overseas_usd=6.8,about,1/reading=round
  function write() {
    const parts = Object.entries(edits).map(([id, { number, hedge, place: to }]) => {
      const more = [hedge !== printed[id].hedge || to !== printed[id].place ? hedge : "", to !== printed[id].place ? to.replace("/", ":") : ""];
      return `${id}=${[number, ...more].join(",").replace(/,+$/, "")}`;
    });
    if (reading !== register.usual) parts.push(`reading=${reading}`);
    history.replaceState(null, "", parts.length ? `#if/${parts.join("/")}` : location.pathname + location.search);
  }
  function read() {
    if (!location.hash.startsWith("#if/")) return false;
    [edits, gone, reading] = [{}, [], register.usual];
    for (const part of decodeURIComponent(location.hash.slice(4)).split("/").filter(Boolean)) {
      const [id, value] = part.split("="), [number, hedge, to] = (value ?? "").split(",");
      const rounded = to?.replace(":", "/");
      if (id === "reading" && register.askable.includes(value)) { reading = value; continue; }
      if (!printed[id]?.number || (value && fault(id, number)) || (hedge && !(hedge in register.hedges)) || (rounded && !/^\d+(\/[1-9]\d*)?$/.test(rounded))) { gone.push(part); continue; }
      inHand = id;
      if (value) edits[id] = { ...printed[id], number, hedge: hedge || printed[id].hedge, place: rounded || printed[id].place };
      if (value && !changed(printed[id], edits[id])) delete edits[id];
    }
    return true;
  }

  // --- working it out, a slice at a time
  const pause = () => new Promise((go) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { port1.close(); go(undefined); }; port2.postMessage(0); });
  async function work(mine, steps) {
    for (;;) {
      const until = performance.now() + SLICE;
      while (performance.now() < until) { const step = steps.next(); if (step.done) return step.value; }
      await pause();
      if (mine !== job) throw job;
    }
  }
  let found = { result: null, ranges: null, conflict: undefined, mends: undefined };
  async function changedNow(from) {
    const mine = ++job;
    frame.dataset.state = "working";
    write();
    show(from);
    const slow = setTimeout(() => { working.textContent = "working …"; }, 150);
    try {
      const result = await work(mine, solve({ ...register, figures: figuresNow() }, reading, base ?? null));
      if (!Object.keys(edits).length && reading === register.usual) base ??= result;
      found = { result, ranges: await work(mine, rangesOf(result, true)), conflict: undefined, mends: undefined };
      show(from);
      found.ranges = await work(mine, rangesOf(result));
      found.mends = await work(mine, mendingOf(result));
      show(from);
      found.conflict = await work(mine, conflictOf(result));
      show(from);
      const sentence = now.textContent;
      if (told && told !== sentence) setTimeout(() => { if (mine === job) status.textContent = sentence; }, 500);
      told = sentence;
    } catch (error) { if (error !== job) throw error; } finally { clearTimeout(slow); if (mine === job) { working.textContent = ""; frame.dataset.state = "settled"; } }
  }

  // --- showing it
  const mark = (verdict) => window.markVerdict(register, verdict);
  const fact = (name, text) => (text ? [element("dt", {}, name), element("dd", {}, text)] : []);
  function show(from) {
    const { result, ranges, conflict, mends } = found;
    for (const [id, all] of fields) {
      const figure = figureOf(id), isNew = !!edits[id];
      for (const { input, hedge, was } of all) {
        if (input !== from && document.activeElement !== input) input.value = figure.number;
        else if (input !== from && !isNew) input.value = figure.number;
        input.style.width = `${Math.max(2, input.value.length) + 0.9}ch`;
        hedge.textContent = register.words.hedges[figure.hedge] ? `${register.words.hedges[figure.hedge]} ` : "";
        was.textContent = isNew ? ` (printed: ${words.hedged(printed[id])})` : "";
        input.parentElement.classList.toggle("changed", isNew);
      }
    }
    lost.textContent = gone.length ? `Of this address, no longer fits: ${gone.join("; ")}. The rest stands.` : "";
    restoreAll.disabled = !Object.keys(edits).length && reading === register.usual;
    restoreOne.disabled = !edits[inHand];
    const figure = figureOf(inHand);
    handName.textContent = labels[inHand];
    if (handField.dataset.figure !== inHand) {
      for (const [id, all] of fields) fields.set(id, all.filter(({ input }) => !handField.contains(input)));
      handField.replaceChildren(...(place.querySelector(`#fault-${CSS.escape(inHand)}`) ? [] : [field(inHand)]));
      handField.dataset.figure = inHand;
      return show(from);
    }
    hedges.value = figure.hedge;
    readings.value = reading;
    const steps = [...new Set([figure.place, printed[inHand].place, "1/100", "1/10", "1", "10", "0"])].filter(Boolean);
    places.replaceChildren(...steps.map((to) => element("option", { value: to }, to === "0" ? "exact" : to)));
    places.value = figure.place;
    places.disabled = hedges.disabled = figure.unit === "date";
    for (const option of hedges.options) option.disabled = figure.place === "0" && register.hedges[option.value].vague;
    if (!result) return;
    now.textContent = words.answer(figuresNow(), result, conflict, mends);
    const tally = (verdictOf) => {
      const sums = {};
      for (const [id, { test }] of Object.entries(register.questions)) if (test) sums[verdictOf(id)] = (sums[verdictOf(id)] ?? 0) + 1;
      return Object.entries(sums).map(([verdict, sum]) => `${sum} ${verdict}`).join(", ");
    };
    counts.textContent = `Checks that test the article: ${tally((id) => result.verdicts.get(id).verdict)}.`;
    const own = ranges?.get(inHand), mend = mends?.get(inHand);
    facts.replaceChildren(
      ...fact("can be", own && words.span(own.printed, figure.unit)),
      ...fact("all else implies", own && (own.saysNothing ? "nothing bears on it" : words.span(own.implied, figure.unit))),
      ...fact("could mend it alone", result.jointly === INCONSISTENT && mends ? (mend ? words.span(mend, figure.unit) : "no") : ""),
      ...register.about[inHand].checks.flatMap((id) => {
        const verdict = result.verdicts.get(id), move = verdict.moves.get(inHand);
        return [element("dt", {}, register.questions[id].question), element("dd", {}, mark(verdict.verdict), move && verdict.verdict === CONSISTENT ? ` breaks if it moves by more than ${words.quantity(move.abs(), words.step(figure.unit), 3)}` : "")];
      }),
    );
    const differing = Object.entries(register.questions).filter(([id, { verdict }]) => result.verdicts.get(id).verdict !== verdict);
    verdicts.replaceChildren(...(differing.length ? [element("ul", {}, ...differing.map(([id, { question, verdict }]) =>
      element("li", {}, `${question} `, element("del", {}, verdict), " ", mark(result.verdicts.get(id).verdict), ` ${words.because(result.verdicts.get(id))}`)))] : []));
  }
  window.addEventListener("hashchange", () => { if (read()) changedNow(); });
  const opened = location.hash;
  await changedNow(); // the article as it is: what every edit is worked out from
  if (opened.startsWith("#if/")) history.replaceState(null, "", opened);
  if (read()) { changedNow(); frame.scrollIntoView({ block: "start" }); }
});
