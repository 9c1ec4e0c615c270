// "What if a number were wrong?": the numbers of the sentences become fields, and what follows stands beside them.
// Work goes on in slices of a few milliseconds: verdicts and outer ranges first, then hulls, then the conflict.
{
  const { element, setText, markVerdict, loadScript, root } = window.asking;
  const SLICE = 4, PATIENCE = 150, BEFORE_IT_IS_TOLD = 500; // milliseconds
  const PIXELS_A_STEP = 10, LONGEST = 15, FINER = 12, DIGITS_SAID = 4; // of a finger; digits; places tried; as many as ranges are told with
  const ROOM = 280, SHARE = 5; // pixels of a window that has room for one line more, which takes at most a fifth of it
  const LINK = "Link to these numbers", COPIED = "Link copied";
  const STEPS = new Map([["ArrowUp", 1], ["ArrowDown", -1], ["PageUp", 10], ["PageDown", -10]]);
  /** @typedef {{number?: string, hedge?: string, place?: string}} Edit */
  /** @typedef {{whole: HTMLElement, input: HTMLInputElement, hedge: HTMLElement, was: HTMLButtonElement, error: HTMLElement}} Field */
  /** What was offered to try, and the edits it was offered for. @typedef {{from: Record<string, Figure>, now: Record<string, Figure>, reading: string, tried: string, lead: string, mends: string[][]}} Offers */

  /** @param {HTMLElement} place the sentences @param {Register} register */
  function start(place, register) {
    const words = wordsOf(register), printed = register.figures, ids = Object.keys(printed).filter((id) => printed[id].number);
    let edits = /** @type {Record<string, Figure>} */ ({}), reading = register.usual, inHand = ids[0], isByDay = false, lost = /** @type {string[]} */ ([]);
    const figureOf = (/** @type {string} */ id) => edits[id] ?? printed[id];
    const figuresNow = () => ({ ...printed, ...edits });
    const checksOf = (/** @type {string} */ id) => Object.entries(register.checks).filter(([, { relation }]) => relation.names.includes(id));

    // --- what a number may be
    /** What is wrong with a text as a figure's number, in one line; nothing if it can be taken. @param {string} id @param {string} text */
    function fault(id, text) {
      if (printed[id].unit === "date") return isDay(text) ? "" : "Write a day as 2025-01-20.";
      if (!text) return "Write a number.";
      if (text.startsWith("-") && quantityOf(register, printed[id]).domain !== WHOLE) return "This cannot be less than 0.";
      if (/^-?[\d.]+e/i.test(text)) return "Write the number in plain digits.";
      if (!/^-?\d+(\.\d+)?$/.test(text)) return "Write digits, and a point before decimals.";
      return text.replace(/\D/g, "").length > LONGEST ? `At most ${LONGEST} digits, please.` : "";
    }
    /** A step of a number's last printed digit, in its own places; days for a date. @param {string} id @param {string} text @param {number} by */
    function stepped(id, text, by) {
      if (printed[id].unit === "date") return isoDay(Date.parse(text) + by * 864e5);
      const places = Math.max(...[printed[id].number, text].map((number) => number.split(".")[1]?.length ?? 0));
      const at = Fraction.from(text).add(Fraction.from(`1e${-places}`).mul(Fraction.from(String(by)))), next = plain(rounded(at, places).text);
      return fault(id, next) ? text : next;
    }

    /** A number inside a range, as near to the one that stands as its places allow, with finer ones where none lies inside.
     * @param {string} id @param {Interval} range */
    function inside(id, { lo, hi, isPoint }) {
      const { place, scale, isDate } = quantityOf(register, printed[id]), within = isPoint ? point(lo) : new Interval(lo.to(1), hi.to(-1));
      const now = /** @type {Fraction} */ (quantityOf(register, figureOf(id)).value), aim = now.cmp(lo) < 0 ? lo : now.cmp(hi) > 0 ? hi : now;
      let step = isDate || !now.sign ? place : larger(place, tenTo(magnitude(now.div(scale)) - DIGITS_SAID + 1));
      for (let finer = 0; finer < FINER; finer++, step = step.div(TEN)) {
        const at = new Fraction(aim.div(scale).div(step).floor()), places = Math.max(0, -magnitude(step));
        for (const steps of [at, at.add(ONE), at.sub(ONE)]) {
          const value = steps.mul(step), text = isDate ? isoDay((Number(value.floor()) - DAYS_BEFORE_1970) * 864e5) : plain(rounded(value, places).text);
          if (!fault(id, text) && within.has(isDate ? value : Fraction.from(text).mul(scale))) return text;
        }
        if (isDate) break;
      }
      return "";
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
      const error = element("span", { class: "fault", id: `fault-${id}` });
      const input = element("input", { type: "text", inputmode: isDate ? "text" : "decimal", autocomplete: "off", spellcheck: "false",
        "aria-keyshortcuts": "Alt+Enter", "aria-label": `${printed[id].label}, ${`${before} ${behind}`.trim() || "day"}`, "aria-describedby": error.id, value: grouped(printed[id].number) });
      const said = element("span", { class: "hedge" }), was = element("button", { type: "button", class: "was", disabled: "" }, `printed: ${words.hedged(printed[id])}`);
      was.ariaLabel = `Restore ${printed[id].label}, printed: ${words.hedged(printed[id])}`;
      was.addEventListener("click", () => { restore(id); input.focus(); });
      let stood = "", isFresh = false;
      const take = () => {
        const text = plain(input.value), wrong = fault(id, text);
        change(id, { number: wrong ? stood : text }); // of 1e999 not even the 1 counts
        setText(error, wrong && `${wrong} ${words.printed(figureOf(id))} still counts.`);
        input.setAttribute("aria-invalid", String(!!wrong));
        fit(input, id);
      };
      input.addEventListener("click", () => { if (isFresh) input.select(); isFresh = false; }); // as the key that leads here does
      input.addEventListener("focus", () => {
        [stood, isFresh] = [figureOf(id).number, true];
        setTimeout(() => { // digits alone are easier to change; what is selected by the focus stays so
          const text = input.value, ends = [input.selectionStart, input.selectionEnd].map((end) => text.slice(0, end ?? 0).replaceAll(",", "").length);
          if (document.activeElement !== input || text === stood || text !== grouped(stood)) return;
          input.value = stood;
          input.setSelectionRange(ends[0], ends[1]);
        });
        hold(id);
      });
      input.addEventListener("input", () => { isFresh = false; take(); });
      input.addEventListener("blur", () => { if (!error.textContent) input.value = grouped(figureOf(id).number); });
      input.addEventListener("keydown", (event) => {
        const by = STEPS.get(event.key);
        if (event.key === "Escape") { restore(id); stood = printed[id].number; }
        if (event.key === "Enter" && event.altKey) { event.preventDefault(); seeAll.click(); return; }
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
      fit(input, id);
      // A number and its sign stay together, with room for what was printed; words behind may go to the next line
      const [sign] = behind.split(" ", 1), number = element("span", { class: "number" }, element("span", {}, before, input, sign), was);
      const whole = element("span", { class: "field" }, said, number, behind.slice(sign.length), error);
      fields.set(id, [...(fields.get(id) ?? []), { whole, input, hedge: said, was, error }]);
      return whole;
    }
    /** As wide as the printed number and two digits more: a line does not move while one is typed. @param {HTMLInputElement} input @param {string} id */
    function fit(input, id) { input.style.width = `calc(${Math.max(3, grouped(printed[id].number).length + 1, input.value.length)}ch + 1rem)`; }
    for (const number of place.querySelectorAll("[data-figure]")) number.replaceWith(field(number.getAttribute("data-figure") ?? ""));

    // --- what stands beside them
    const select = (/** @type {string} */ label, /** @type {string[][]} */ options) => {
      const made = element("select", {}, ...options.map(([value, text]) => element("option", { value }, text))), name = element("span", {}, label);
      return { made, name, labelled: element("label", {}, name, " ", made) };
    };
    const other = select("Any other number", [["", "choose"], ...ids.map((id) => [id, printed[id].label])]);
    const hedge = select("Hedge", Object.keys(register.hedges).map((name) => [name, register.hedges[name].says || "no hedge"]));
    const rounding = select("rounded to", []);
    const readings = select("Read all numbers", register.asked.map((name) => [name, name]));
    readings.made.setAttribute("aria-describedby", "meaning");
    const now = element("p", { class: "answer", tabindex: "-1" }, register.start);
    // Firefox shows a screen reader no empty one, and of one that comes with its first words nothing is said
    const status = element("p", { class: "spoken", role: "status" }, "\u00a0");
    const working = element("p", { class: "working" }), counts = element("p", { class: "counts" }), verdicts = element("ul", { class: "verdicts" }), unworkedSum = element("summary"), unworkedList = element("ul"), unworked = element("details", { class: "unworked", hidden: "" }, unworkedSum, unworkedList);
    const meaning = element("span", { class: "reading-ranges", id: "meaning" }), conflicting = element("p", { class: "conflict" }), lead = element("p", { class: "lead" }), mendList = element("ul", { class: "mends" });
    const handName = element("h3", {}), handField = element("p", { class: "hand-field" }), facts = element("dl", {}), restoreAll = element("button", { type: "button" }, "Restore the article"), link = element("a", { hidden: "" }, LINK);
    const gone = element("p", { class: "fault", role: "alert" });
    const tools = element("span", { class: "tools" }, hedge.labelled, " ", rounding.labelled), sentences = [...place.querySelectorAll("p")].at(-1);
    // While they are elsewhere a way to them stands in their room
    const elsewhere = element("button", { type: "button", class: "elsewhere" });
    elsewhere.addEventListener("click", () => fields.get(inHand)?.[0]?.input.focus());
    const hand = element("div", { class: "hand" }, handName, handField, facts, element("p", { class: "reading-ranges" }, "A printed number fits if its rounding or its hedge reaches into what it could truly be: it need not lie inside."), element("p", { class: "reading-ranges keys" }, "Keys in a number: up and down change it, Escape brings back the printed one, Alt and Enter lead to the answer."), element("p", { class: "choices" }, other.labelled));
    const beside = element("section", { class: "what-follows", "aria-label": "What follows" }, gone, now, status, working, conflicting, lead, mendList, verdicts, unworked, counts,
      element("p", { class: "choices" }, readings.labelled, meaning, restoreAll, link), hand);
    const short = element("span", { "aria-hidden": "true" }), seeAll = element("button", { type: "button", "aria-label": "See all that follows" }, "See all"), line = element("div", { class: "in-sight", hidden: "" }, short, seeAll);
    const frame = element("div", { class: "what-if-frame" });
    place.replaceWith(frame);
    frame.append(place, line, beside);
    link.addEventListener("click", () => navigator.clipboard?.writeText(link.href).then(() => { setText(link, COPIED); setText(status, COPIED); }, () => {}));
    seeAll.addEventListener("click", () => { now.scrollIntoView({ block: "start" }); now.focus({ preventScroll: true }); });
    // The answer in one line, while the whole of it is out of sight: above the window's text, and what keys on a screen leave of it
    const header = document.querySelector("header"), keepInSight = () => {
      const { offsetTop, height } = window.visualViewport ?? { offsetTop: 0, height: innerHeight }, top = Math.max(offsetTop, header?.getBoundingClientRect().bottom ?? 0), bottom = offsetTop + height;
      const isSeen = (/** @type {DOMRect} */ box) => box.top < bottom && box.bottom > top, isUsed = frame.contains(document.activeElement) || !restoreAll.disabled;
      document.documentElement.classList.toggle("told", isUsed);
      line.hidden = height < ROOM || !isUsed || !isSeen(frame.getBoundingClientRect()) || isSeen(now.getBoundingClientRect());
      if (line.hidden) return;
      line.style.top = `${top}px`;
      line.classList.remove("brief");
      line.classList.toggle("brief", line.offsetHeight * SHARE > height);
      line.hidden = line.offsetHeight * SHARE > height;
    };
    for (const kind of ["scroll", "resize"]) for (const view of [window, window.visualViewport]) view?.addEventListener(kind, keepInSight, { passive: true });
    for (const kind of ["focusin", "focusout"]) frame.addEventListener(kind, () => requestAnimationFrame(keepInSight));
    const day = dayOf(document.querySelector(".by-day"));

    /** A rate by the day, which stands for some figures: from the lowest to the highest. @param {Element | null} data
     * @returns {{show(): void, chosen(): Record<string, Figure>} | null} */
    function dayOf(data) {
      if (!data) return null;
      const { label, name, days: given, figures } = JSON.parse(data.textContent ?? ""), amount = (/** @type {string} */ number) => words.printed({ ...printed[figures[0]], number });
      const days = given.toSorted((/** @type {string[]} */ [, a], /** @type {string[]} */ [, b]) => Number(a) - Number(b)), on = (/** @type {string} */ date) => words.dates.format(new Date(date));
      const input = element("input", { type: "range", min: "0", max: String(days.length - 1), id: "by-day" }), output = element("output", { for: "by-day", "aria-live": "off" }); // the slider says it
      const back = element("button", { type: "button", class: "was", "aria-label": `Restore the ${name} of the sources` }, "printed: as the sources bound it");
      const isEdited = () => figures.some((/** @type {string} */ id) => edits[id]);
      const bounds = () => `${figures.map((/** @type {string} */ id) => amount(figureOf(id).number)).sort().join(" to ")}${isEdited() ? "" : ", as the sources bound it"}`;
      const [latest] = given.findLast((/** @type {string[]} */ [date]) => date <= (printed.published?.number || date)) ?? [], resting = String(days.findIndex((/** @type {string[]} */ [date]) => date === latest));
      const ends = [days[0], days[days.length - 1]].map(([date, number]) => element("span", {}, `${amount(number)}, ${on(date)}`));
      place.append(element("div", { class: "rate" }, element("label", { for: "by-day" }, `${label}, higher to the right`), input, element("span", { class: "ends", "aria-hidden": "true" }, ...ends), output, " ", back)); // what grows stands below
      const restoreThese = () => { for (const id of figures) restored(id); workOut(); };
      back.addEventListener("click", () => { restoreThese(); input.focus(); });
      input.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); restoreThese(); } });
      input.addEventListener("input", () => {
        for (const id of figures) edit(id, { number: days[Number(input.value)][1] });
        hold(figures[0], true);
        workOut();
      });
      const at = () => {
        const [{ number }] = figures.map(figureOf), isOne = figures.some((/** @type {string} */ id) => edits[id]) && figures.every((/** @type {string} */ id) => !changed({ ...printed[id], number }, figureOf(id)));
        return !isOne ? -1 : days[Number(input.value)][1] === number ? Number(input.value) : days.findIndex((/** @type {string[]} */ [, each]) => each === number);
      };
      return {
        show() {
          const [date, chosen] = days[at()] ?? [], text = date ? `${amount(chosen)}, ${on(date)}` : bounds();
          input.value = date ? String(at()) : resting;
          input.setAttribute("aria-valuetext", text);
          setText(output, text);
          back.disabled = !isEdited();
        },
        chosen() {
          const [date, number] = days[at()] ?? [];
          const told = date && { label: `${name} of ${on(date)}`, told: `the ${name} of ${on(date)}, ${amount(number)}` };
          return Object.fromEntries(told ? figures.map((/** @type {string} */ id) => [id, { ...figureOf(id), ...told }]) : []);
        },
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
        for (const { input, error } of all) { input.value = printed[other].number; setText(error, ""); input.setAttribute("aria-invalid", "false"); fit(input, other); }
      }
      if (id) restored(id);
      else [edits, reading, lost] = [{}, register.usual, []];
      workOut();
    }
    /** @param {string} id */
    function hold(id, isOfDay = false) { if (id !== inHand) { [inHand, isByDay] = [id, isOfDay]; runSoon(show()); } }
    hedge.made.addEventListener("change", () => change(inHand, { hedge: hedge.made.value }));
    rounding.made.addEventListener("change", () => change(inHand, { place: rounding.made.value }));
    readings.made.addEventListener("change", async () => {
      const { top } = readings.made.getBoundingClientRect();
      reading = readings.made.value;
      await workOut();
      scrollBy({ top: readings.made.getBoundingClientRect().top - top, behavior: "instant" }); // the answer grows above it
    });
    other.made.addEventListener("change", () => { if (other.made.value) hold(other.made.value); });
    // A button that is no longer of use would lose the focus; and beside the list, which shrinks, the answer is out of sight
    let comeBack = false;
    const backToField = () => { comeBack = true; fields.get(inHand)?.[0]?.input.focus(); };
    restoreAll.addEventListener("click", () => { restore(); backToField(); });
    let offers = /** @type {Offers | null} */ (null);
    /** Tries a mend in place of another one that was tried, or takes it back. @param {string} id @param {string} number */
    function tryOut(id, number) {
      if (!offers) return;
      const isTried = offers.tried === id;
      edits = offers.from;
      if (!isTried) change(id, { number });
      offers = { ...offers, now: edits, tried: isTried ? "" : id };
      if (isTried) workOut();
    }

    // --- the address holds the state: #if/domestic_usd=5.8/overseas_usd=6.8,about,1/reading=round
    function write() {
      const parts = Object.entries(edits).map(([id, { number, hedge, place: to }]) => {
        const old = printed[id], isRead = hedge !== old.hedge || to !== old.place;
        return `${id}=${[number, isRead ? hedge : "", to !== old.place ? to.replace("/", ":") : ""].join(",").replace(/,+$/, "")}`;
      });
      if (reading !== register.usual) parts.push(`reading=${reading}`);
      link.hidden = !parts.length;
      setText(link, LINK);
      history.replaceState(null, "", parts.length ? `#if/${parts.join("/")}` : location.pathname + location.search);
      link.href = location.href;
    }
    /** Takes over what an address says; what no longer fits is kept to be told. @param {string} address */
    function read(address) {
      [edits, lost, reading] = [{}, [], register.usual];
      for (const part of decoded(address.slice("#if/".length)).split("/").filter(Boolean)) {
        const [id, value] = part.split("="), [number, hedge = "", to = ""] = (value ?? "").split(","), place = to.replace(":", "/");
        const isKnown = Object.hasOwn(printed, id) && !!printed[id].number, made = isKnown && { number, hedge: hedge || printed[id].hedge, place: place || printed[id].place };
        if (id === "reading" && register.asked.includes(value)) reading = value;
        else if (isKnown && value === undefined) inHand = id;
        else if (made && !fault(id, number) && Object.hasOwn(register.hedges, made.hedge) && /^(\d+(\/[1-9]\d*)?)?$/.test(place) && !(made.place === "0" && register.hedges[made.hedge].vague)) {
          inHand = id;
          edit(id, made);
        } else lost.push(part);
      }
      for (const [id, all] of fields) for (const { input } of all) { input.value = grouped(figureOf(id).number); fit(input, id); }
    }

    // --- working it out, a slice at a time
    let job = 0, base = /** @type {Solved | null} */ (null);
    let found = /** @type {{result: Solved | null, from: Record<string, Figure>, ranges?: Map<string, Ranges>, conflict?: string[], mends?: Map<string, Interval>}} */ ({ result: null, from: edits });
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
        found = { result, from: edits };
        await work(mine, show());
        found.ranges = await work(mine, rangesOf(result, true));
        await work(mine, show());
        found.ranges = await work(mine, rangesOf(result));
        found.mends = await work(mine, mendingOf(result));
        await work(mine, show());
        found.conflict = await work(mine, conflictOf(result));
        await work(mine, show());
        const { sentence } = answerNow(result), spoken = sentence.replace(/\.$/, `${mendsInWords()}.`);
        // What is wrong in a field is said here too, after a pause: the next key would cut it short
        const said = [...fields.values()].flat().map(({ error }) => error.textContent).find(Boolean) ?? spoken;
        if (said !== (status.textContent?.trim() || register.start)) setTimeout(() => { if (mine === job) setText(status, said); }, BEFORE_IT_IS_TOLD);
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
    /** What fails as it is read here is told as failing, as in the answer; another reading may let it pass. @param {string} id */
    function verdictOf(id) {
      if (!found.result) return register.checks[id].verdict;
      const { verdict, byReading } = of(found.result.verdicts, id);
      return byReading[found.result.reading] === INCONSISTENT ? INCONSISTENT : verdict;
    }
    const figuresTold = () => ({ ...figuresNow(), ...day?.chosen() });
    const answerNow = (/** @type {Solved} */ result) => words.answer(figuresTold(), result, found.conflict, found.mends);
    /** How many could mend a contradiction, behind the outcome; nothing while that is not known. */
    function mendsInWords() {
      if (found.result?.jointly !== INCONSISTENT || !found.mends) return "";
      return `; ${words.say("mending", found.mends.size)}`;
    }
    function* show() {
      for (const [id, all] of fields) {
        const figure = figureOf(id), isNew = !!edits[id], said = register.hedges[figure.hedge].says;
        for (const { whole, input, hedge, was, error } of all) {
          const text = grouped(figure.number);
          if (document.activeElement !== input && !error.textContent && input.value !== text) { input.value = text; fit(input, id); }
          setText(hedge, said ? `${said} ` : "");
          const isHeld = !was.disabled && whole.contains(document.activeElement); // it does not change sides under a finger
          was.disabled = !isNew;
          if (isNew && !isHeld) was.classList.toggle("from-right", input.getBoundingClientRect().left + was.offsetWidth > place.getBoundingClientRect().right);
          whole.classList.toggle("changed", isNew);
        }
        yield;
      }
      day?.show();
      setText(gone, lost.length ? `Of this address, no longer fits: ${lost.join("; ")}. The rest stands.` : "");
      restoreAll.disabled = !Object.keys(edits).length && reading === register.usual && !lost.length;
      readings.made.value = reading;
      setText(meaning, `${reading}: ${window.asked.meanings[reading]}.`);
      yield;
      yield* showHand();
      yield;
      const { result } = found;
      if (result) {
        const parts = answerNow(result), sign = [...result.verdicts.keys()].some((id) => verdictOf(id) === INCONSISTENT) ? INCONSISTENT : result.jointly;
        setText(now, parts.sentence);
        now.dataset.verdict = sign;
        const outcome = `${parts.outcome[0].toUpperCase()}${parts.outcome.slice(1)}`, told = `${outcome}${mendsInWords()}`;
        if (short.dataset.told !== told) { short.replaceChildren(markVerdict(register.signs, sign), outcome, element("span", { class: "rest" }, mendsInWords()), "."); short.dataset.told = told; }
        yield;
        const isOffered = offers?.reading === result.reading && (found.from === offers.from || found.from === offers.now), isApart = result.jointly === INCONSISTENT;
        if (isApart && found.mends && found.from === edits && !(isOffered && offers?.from === found.from)) offers = { from: found.from, now: found.from, reading: result.reading, tried: "", lead: parts.lead, mends: parts.mends.map(([id, text]) => [id, text, inside(id, of(/** @type {Map<string, Interval>} */ (found.mends), id))]) };
        else if (!isApart && !isOffered && found.from === edits) offers = null;
        yield;
        setText(conflicting, parts.conflict);
        setText(lead, isApart ? offers?.lead ?? "" : "");
        const pressed = mendList.contains(document.activeElement) ? document.activeElement?.textContent : "";
        yield* setRows(mendList, (offers?.mends ?? []).map((mend) => [...mend, String(mend[0] === offers?.tried)]), ([id, text, number, isTried]) => {
          const offer = `Try ${words.hedged({ ...figureOf(id), number })}`;
          const button = element("button", { type: "button", "aria-pressed": isTried, "aria-label": `${offer} for ${printed[id].label}` }, offer);
          button.addEventListener("click", () => tryOut(id, number));
          return [element("li", {}, ...(number ? [button, " "] : []), text, isTried === "true" ? " (tried)" : "")];
        });
        if (pressed && !mendList.contains(document.activeElement)) [...mendList.querySelectorAll("button")].find((button) => button.textContent === pressed)?.focus({ preventScroll: true });
      }
      yield;
      const all = Object.entries(register.checks), tests = all.filter(([, { isTest }]) => isTest), sums = /** @type {Map<string, number>} */ (new Map());
      for (const [id] of tests) sums.set(verdictOf(id), (sums.get(verdictOf(id)) ?? 0) + 1);
      const failing = all.filter(([id]) => verdictOf(id) === INCONSISTENT);
      setText(counts, `Of all ${all.length} checks ${words.say("failing", failing.length)}. The ${tests.length} that test the article: ${[...sums].map(([verdict, sum]) => `${sum} ${sum > 1 ? verdict.replace("depends", "depend") : verdict}`).join(", ")}.`);
      yield;
      const others = all.filter(([id, { verdict }]) => verdictOf(id) !== verdict && verdictOf(id) !== INCONSISTENT);
      // A contradiction leaves nothing to work a quantity out from: one line for all of these
      const isLost = (/** @type {string} */ id) => !register.checks[id].isTest && verdictOf(id) === NOT_CHECKABLE;
      const differing = others.filter(([id]) => !isLost(id)), unknown = others.filter(([id]) => isLost(id));
      unworked.hidden = !unknown.length;
      setText(unworkedSum, `While these do not fit together, ${unknown.length === 1 ? "one quantity" : `${unknown.length} quantities`} cannot be worked out`);
      yield* setRows(unworkedList, unknown.map(([, { question }]) => [question]), ([question]) => [element("li", {}, question)]);
      const { checks, pages } = window.asked, told = Object.values(checks), figures = figuresTold(); // in the same order
      yield* setRows(verdicts, [...failing, ...differing].map(([id, { question, verdict, relation }]) => [
        question, pages[told[Number(id)].chapter] ?? "", listed(words.changes(figures, relation.names)), verdict, verdictOf(id), result ? words.because(of(result.verdicts, id)) : ""]),
        ([question, page, here, was, is, why]) => [element("li", {}, page ? element("a", { href: root + page }, question) : question, here ? ` (here with ${here}) ` : " ",
          ...(was === is ? [] : [element("del", {}, was), " "]), markVerdict(register.signs, is), " ", element("span", { class: "why" }, why))]);
      keepInSight();
    }
    function* showHand() {
      const figure = figureOf(inHand), { result, ranges, mends } = found;
      const { label } = figuresTold()[inHand];
      setText(handName, label);
      setText(elsewhere, `In hand, with its hedge and place: ${label}`);
      setText(hedge.name, `Hedge of ${label}`);
      rounding.made.ariaLabel = `${label} rounded to`;
      other.made.value = [...other.made.options].some(({ value }) => value === inHand) && handField.firstChild ? inHand : "";
      if (handField.dataset.figure !== inHand) {
        for (const [id, all] of fields) fields.set(id, all.filter(({ input }) => !handField.contains(input)));
        handField.replaceChildren(...(place.querySelector(`#fault-${inHand}`) ? [] : [field(inHand)]));
        handField.dataset.figure = inHand;
        // In the order of keys hedge and place follow their number; those of a rate by the day stand over its days
        (isByDay ? sentences : handField.firstElementChild ?? fields.get(inHand)?.[0]?.whole)?.append(tools);
        if (handField.contains(tools)) sentences?.append(elsewhere);
        else elsewhere.remove();
        yield;
      }
      if (hedge.made.value !== figure.hedge) hedge.made.value = figure.hedge;
      const steps = figure.unit === "date" ? [] : [...new Set([figure.place, printed[inHand].place, "1/100", "1/10", "1", "10", "0"])].filter(Boolean);
      if (rounding.made.dataset.steps !== `${inHand} ${steps}`) {
        const numeral = (/** @type {string} */ to) => plain(rounded(Fraction.from(to), LONGEST).text.replace(/\.?0+$/, ""));
        rounding.made.replaceChildren(...steps.map((to) => element("option", { value: to }, to === "0" ? "exact" : words.printed({ ...printed[inHand], number: numeral(to) }))));
        rounding.made.dataset.steps = `${inHand} ${steps}`;
      }
      rounding.made.value = figure.place;
      rounding.made.disabled = hedge.made.disabled = figure.unit === "date";
      for (const option of hedge.made.options) option.disabled = figure.place === "0" && !!register.hedges[option.value].vague;
      for (const option of rounding.made.options) option.disabled = option.value === "0" && !!register.hedges[figure.hedge].vague;
      yield;
      if (!result) return;
      const range = ranges?.get(inHand), mend = mends?.get(inHand), rows = /** @type {string[][]} */ ([]);
      if (range) rows.push(["as it stands it can be", words.span(range.printed, figure.unit)]);
      if (range) rows.push(["by all other numbers it could truly be", range.saysNothing ? "anything: nothing bears on it" : range.implied ? words.span(range.implied, figure.unit) : "nothing: they do not fit together"]);
      // What is left of it, widened by what its own rounding and hedge forgive: of "up to" all that is below, though no size is
      if (range?.implied && !range.saysNothing) {
        const quantity = quantityOf(register, figure), around = quantity.bound(result.reading);
        const numbers = range.implied.add(point(/** @type {Fraction} */ (quantity.value)).sub(around)).and(quantity.domain);
        rows.push(["unnoticed only if printed as", words.span(numbers, figure.unit)]);
      }
      if (mends && result.jointly === INCONSISTENT) rows.push(["so this number alone", mend ? "could mend it" : "cannot mend it"]);
      for (const [id, { question }] of checksOf(inHand)) {
        const verdict = of(result.verdicts, id), move = verdict.verdict === CONSISTENT && verdict.moves.get(inHand);
        rows.push([question, move && move.isFinite ? ` breaks if all of what it can be moves by more than ${words.distance(move.abs(), figure)}` : "", verdictOf(id)]);
        yield;
      }
      yield* setRows(facts, rows, ([name, text, verdict]) => [element("dt", {}, name), element("dd", {}, ...(verdict ? [markVerdict(register.signs, verdict)] : []), text)]);
    }

    window.addEventListener("hashchange", () => { if (location.hash.startsWith("#if/")) { read(location.hash); workOut(); } else if (!restoreAll.disabled) write(); }); // a link within the page would lose the state
    return async () => {
      const address = location.hash, isGiven = address.startsWith("#if/");
      await workOut(); // the article as it is: what every edit is worked out from
      if (!isGiven) return;
      read(address);
      frame.scrollIntoView({ block: "start", behavior: "instant" });
      const reach = () => {
        const input = fields.get(inHand)?.[0]?.input;
        if (lost.length || !input || document.activeElement !== document.body) return;
        input.focus({ preventScroll: true });
        input.scrollIntoView({ block: "nearest" });
      };
      reach();
      await workOut();
      reach(); // the field of a number that no sentence has is made only now
    };
  }

  class Overtaken extends Error {}
  /** @param {string} text */
  function plain(text) {
    const number = text.trim().replace(/^\u2212/, "-").replace(/^(-?\d+)\.$/, "$1"); // a point that decimals may follow is no fault
    return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(",", "") : number;
  }
  /** @param {number} time in milliseconds */
  const isoDay = (time) => new Date(time).toISOString().slice(0, 10);
  /** @param {string} text */
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= "0001" && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
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

  // For a reader's own trials in the browser's console, and for the comparison with Python
  window.checker = { Fraction, Interval, Relation, wordsOf, solve, rangesOf, conflictOf, mendingOf };
  document.addEventListener("DOMContentLoaded", async () => {
    const place = /** @type {HTMLElement | null} */ (document.querySelector(".what-if"));
    if (!place) return;
    await Promise.all([loadScript("register.js"), loadScript("asked.js")]);
    const { register, asked: { figures, checks, signs } } = window; // what is told of them stands in one file
    for (const [id, figure] of Object.entries(register.figures)) figure.label = figures[id].label;
    const questions = Object.values(checks).map(({ question }) => question);
    for (const [at, check] of register.checks.entries()) check.question = questions[at];
    for (const check of register.checks) check.relation = new Relation(check.relation);
    start(place, { ...register, signs })();
  });
}
