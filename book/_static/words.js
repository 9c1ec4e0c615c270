// Numbers and answers in words, as book/addup/report/wording.py and whatif.py write them: the patterns of all
// sentences, and what units are called, are data from there.
"use strict";
/** How amounts of at least so many are written, {n} for how many times that; and one of them.
 * @typedef {[from: string, some: string, one: string]} Form */
/** What a unit is called, and that of a difference; its forms from the largest on, none for days and years.
 * @typedef {{plain: string, step: string, forms: Form[]}} Unit */
/** @typedef {{units: Record<string, Unit>, counts: string[], reasons: Record<string, string>,
 *   answers: Record<string, string>, most_named: number, close_enough: string, more_digits: number,
 *   dates: string}} Vocabulary */
/** Figures that stand for one thing, which a reader changed: what to call it, and the change.
 * @typedef {{ids: string[], label: string, text: string}} Together */

const MINUS = "\u2212", NAMELESS = tenTo(18), DIGITS = 4, LAST_DAY = 3652059;
const DOWN = -1, NEAREST = 0, UP = 1;
/** With a comma at every thousand. @param {string} number */
const grouped = (number) => number.replace(/(?<!\.\d*)\B(?=(\d{3})+(\.|$))/g, ",");
class Words {
  /** @param {Register} register */
  constructor(register) {
    this.register = register;
    this.words = /** @type {Vocabulary} */ (register.words);
    this.dates = new Intl.DateTimeFormat(this.words.dates, { dateStyle: "long", timeZone: "UTC" });
  }
  /** @param {string} pattern @param {Record<string, string | undefined>} values */
  fill(pattern, values) { return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ""); }
  /** @param {string[]} texts */
  listed(texts) { return [texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter(Boolean).join(" and "); }
  /** @param {number} number */
  count(number) { return this.words.counts[number] ?? String(number); }
  /** @param {Fraction} value @param {number} places */
  decimal(value, places, towards = NEAREST) {
    const units = this.units(value, places, towards), digits = String(units).replace("-", "").padStart(places + 1, "0");
    const cut = digits.length - places, point = places ? "." : "";
    return (units < 0n ? MINUS : "") + grouped(digits.slice(0, cut) + point + digits.slice(cut));
  }
  /** A value in units of its last printed place. @param {Fraction} value @param {number} places
   * @param {number} towards */
  units(value, places, towards) {
    const scaled = value.mul(tenTo(places)), { n, d } = scaled.add(HALF.mul(new Fraction(BigInt(scaled.sign))));
    return towards === NEAREST ? n / d : towards === DOWN ? scaled.floor() : -scaled.neg().floor();
  }
  /** The exponent of the leading digit. @param {Fraction} value */
  magnitude(value) {
    let exponent = String(value.abs().floor()).length - 1;
    while (value.sign && value.abs().cmp(tenTo(exponent)) < 0) exponent -= 1;
    return exponent;
  }
  /** How an amount of a size is written. @param {Fraction} value @param {string} unit @returns {Form} */
  form(value, unit) {
    const { plain, forms } = this.words.units[unit], size = value.abs(), exponent = this.magnitude(size);
    if (size.cmp(NAMELESS) >= 0) return [`1e${exponent}`, `{n} × 10^${exponent} ${plain}`, ""];
    return forms.find(([from]) => size.cmp(Fraction.from(from)) >= 0) ?? forms[forms.length - 1];
  }
  /** @param {Form} form @param {string} text a number, its sign in front */
  write([, some, one], text) { return text.replace(/[^\u2212]+/, (n) => (n === "1" && one) || some.replace("{n}", n)); }
  /** An amount with its significant digits, in words and as the value that they tell.
   * @param {Fraction} value @param {string} unit @param {number} digits @param {number} towards */
  shown(value, unit, digits, towards) {
    const form = this.form(value, unit), step = Fraction.from(form[0]), part = value.div(step);
    const places = Math.max(0, digits - 1 - this.magnitude(part)), text = this.decimal(part, places, towards);
    const rounded = new Fraction(this.units(part, places, towards)).mul(tenTo(-places)).mul(step);
    return { text: this.write(form, places ? text.replace(/\.?0+$/, "") : text), rounded };
  }
  /** A value in base units as a newspaper would write it. @param {Fraction} value @param {string} unit */
  quantity(value, unit, digits = DIGITS, towards = NEAREST) {
    const { plain, forms } = this.words.units[unit], whole = Number(value.n / value.d);
    if (forms.length) return this.shown(value, unit, digits, towards).text;
    if (plain === "calendar_year") return String(whole);
    const isDay = whole > 0 && whole <= LAST_DAY, date = new Date((whole - DAYS_BEFORE_1970) * 864e5);
    return isDay ? this.dates.format(date) : `day ${this.decimal(value, 0, towards)}`;
  }
  /** The unit in which what a figure can be is written: its own, unless it is printed as a factor.
   * @param {Figure} figure */
  unitOf({ unit, scale }) { return unit === "share" && same(Fraction.from(scale), ONE) ? "time" : unit; }
  /** A distance by which a figure moves, rounded up. @param {Fraction} size @param {Figure} figure */
  distance(size, figure) { return this.quantity(size, this.words.units[this.unitOf(figure)].step, 3, UP); }
  /** A range in words, its ends rounded outwards. @param {Interval | null} interval @param {string} unit */
  span(interval, unit) {
    if (!interval) return "nothing";
    const { lo, hi, isPoint } = interval, enough = this.enough(interval, unit);
    if (isPoint) return this.quantity(hi, unit, enough);
    const low = lo.isFinite && (lo.sign || unit.includes("change")) ? this.quantity(lo, unit, enough, DOWN) : "";
    const high = hi.isFinite ? this.quantity(hi, unit, enough, UP) : "";
    if (low && high) return `${low} to ${high}`;
    if (high) return (hi.side ? "less than " : "at most ") + high;
    return low ? (lo.side ? "more than " : "at least ") + low : "any value";
  }
  /** How many digits two ends need. @param {Interval} interval @param {string} unit */
  enough({ lo, hi, isPoint }, unit) {
    const { close_enough, more_digits, units } = this.words, width = hi.sub(lo);
    if (isPoint || !width.isFinite || !units[unit].forms.length) return DIGITS;
    for (let digits = DIGITS; digits < DIGITS + more_digits - 1; digits++) {
      const below = lo.sub(this.shown(lo, unit, digits, DOWN).rounded);
      const above = this.shown(hi, unit, digits, UP).rounded.sub(hi);
      if (larger(below, above).mul(Fraction.from(close_enough)).cmp(width) <= 0) return digits;
    }
    return DIGITS + more_digits - 1;
  }
  /** A figure with the digits that are printed. @param {Figure} figure */
  printed(figure) {
    const { value, scale } = quantityOf(this.register, figure), unit = this.unitOf(figure);
    const form = this.words.units[unit].forms.find(([from]) => same(Fraction.from(from), scale));
    if (!value) return "not printed";
    return form ? this.write(form, grouped(figure.number.replace(/^-/, MINUS))) : this.quantity(value, unit, 12);
  }
  /** A figure as printed, with its hedge. @param {Figure} figure */
  hedged(figure) { return `${this.register.hedges[figure.hedge].says} ${this.printed(figure)}`.trimStart(); }

  /** What carries a verdict, in one line. @param {Verdict} verdict */
  because({ reason, notes }) {
    const { figures: all } = this.register, { reasons } = this.words;
    return [reason, ...notes].map(({ kind, figures = [], distance, units = [], by_reading = {}, tightest }) =>
      this.fill(reasons[kind], {
        figures: figures.map((id) => all[id].label).join("; "),
        distance: distance && this.distance(distance, all[figures[0]]),
        units: units.join(" and "),
        by_reading: Object.entries(by_reading).map(([name, found]) => `${name}: ${found}`).join("; "),
        tightest,
      })).join("; ");
  }
  /** What comes of other numbers, in parts; what is not worked out yet (conflict, mends) is left out.
   * @param {Record<string, Figure>} figures @param {Solved} result @param {string[]} [conflict]
   * @param {Map<string, Interval>} [mends] @param {Together | null} [together] */
  answer(figures, { reading, jointly, verdicts }, conflict = [], mends, together) {
    const { answers, most_named: most } = this.words;
    let texts = this.changes(figures, Object.keys(figures), together);
    const rest = this.fill(answers.many, { count: this.count(texts.length - most + 1) });
    if (texts.length > most) texts = [...texts.slice(0, most - 1), rest];
    const led = (texts.length ? "changed" : "printed") + (reading === this.register.usual ? "" : "_reading");
    const what = this.fill(answers[led], { changes: this.listed(texts), reading });
    const failing = [...verdicts.values()].filter(({ byReading }) => byReading[reading] === INCONSISTENT).length;
    const outcome = this.fill(answers[[jointly, "one_fails"][failing] ?? "fail"], { count: this.count(failing) });
    const label = (/** @type {string} */ id) => (together?.ids.includes(id) ? together.label : figures[id].label);
    const items = conflict.filter((id) => id in figures).map(label);
    const several = this.fill(answers.conflict, { count: this.count(items.length), items: items.join("; ") });
    const mending = [...(mends ?? [])].map(([id, interval]) =>
      [id, this.fill(answers.mended_by, { label: label(id), range: this.span(interval, this.unitOf(figures[id])) })]);
    return {
      outcome,
      sentence: this.fill(answers.sentence, { what, outcome }),
      conflict: items.length > 1 ? several : "",
      lead: mends && jointly === INCONSISTENT ? answers[["none_mends", "one_mends"][mending.length] ?? "mend"] : "",
      mends: mending,
    };
  }
  /** Which figures of some are others than printed, in words; those that were changed together as one.
   * @param {Record<string, Figure>} figures @param {string[]} ids @param {Together | null} [together] */
  changes(figures, ids, together) {
    const { figures: printed } = this.register, ours = ids.filter((id) => changed(printed[id], figures[id]));
    const alone = ours.filter((id) => !together?.ids.includes(id));
    const texts = alone.map((id) => this.change(printed[id], figures[id]));
    return together && alone.length < ours.length ? [together.text, ...texts] : texts;
  }
  /** @param {Figure} old @param {Figure} figure */
  change(old, figure) {
    const kind = old.number === figure.number && old.hedge === figure.hedge ? "taken" : "for";
    return this.fill(this.words.answers[kind], { label: old.label, new: this.hedged(figure), old: this.hedged(old) });
  }
}
/** @param {Figure} old @param {Figure} figure */
const changed = (old, { number, hedge, place }) => old.number !== number || old.hedge !== hedge || old.place !== place;
