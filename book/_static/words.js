// Numbers and answers in words, as book/addup/report/wording.py and whatif.py write them: the patterns of all
// sentences, and what units are called, are data from there.
"use strict";
/** How an amount is written, {n} its number and {bn} or {billion} what stands for a thousand million; one; and what
 * differs from the unit's own name: what a change is a change of, and the unit of a difference.
 * @typedef {{some: string, one: string, plain?: string, step?: string}} Unit */
/** @typedef {{units: Record<string, Unit>, large: [string, string, string][],
 *   counts: string[], reasons: Record<string, string>, answers: Record<string, string>, most_named: number,
 *   close_enough: string, more_digits: number, dates: string, points: string}} Vocabulary */
/** A value as it is printed: its digits, what it is divided by before, and how that rounds it.
 * @typedef {{text: string, at: number, rounded: Fraction, plain: string}} Shown */
/** Figures that stand for one thing, which a reader changed: what to call it, and the change.
 * @typedef {{ids: string[], label: string, text: string}} Together */

const MINUS = "\u2212", THOUSANDS = /\B(?=(\d{3})+$)/g, HUNDREDTH = tenTo(-2), NAMELESS = tenTo(18);
const DOWN = -1, NEAREST = 0, UP = 1, LAST_DAY = 3652059;
class Words {
  /** @param {Register} register */
  constructor(register) {
    this.register = register;
    this.words = /** @type {Vocabulary} */ (register.words);
    this.large = this.words.large.map(([factor]) => Fraction.from(factor));
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
    const cut = digits.length - places, fraction = places ? `.${digits.slice(cut)}` : "";
    return (units < 0n ? MINUS : "") + digits.slice(0, cut).replace(THOUSANDS, ",") + fraction;
  }
  /** A value in units of its last printed place. @param {Fraction} value @param {number} places
   * @param {number} towards */
  units(value, places, towards) {
    const scaled = value.mul(tenTo(places)), up = -scaled.neg().floor();
    if (towards === NEAREST) return scaled.sign < 0 ? -scaled.abs().add(HALF).floor() : scaled.add(HALF).floor();
    return towards === DOWN ? scaled.floor() : up;
  }
  /** The exponent of the leading digit. @param {Fraction} value */
  magnitude(value) {
    let exponent = String(value.abs().floor()).length - 1;
    while (value.abs().cmp(tenTo(exponent)) < 0) exponent -= 1;
    return exponent;
  }
  /** @param {Fraction} value @param {number} digits */
  places(value, digits) { return value.sign ? Math.max(0, digits - 1 - this.magnitude(value)) : 0; }
  /** A value with its significant digits. @param {Fraction} value @param {string} unit @param {number} digits
   * @param {number} towards @returns {Shown} */
  shown(value, unit, digits, towards) {
    const { plain = unit } = this.words.units[unit], isPart = [this.words.points, "share"].includes(plain);
    const size = value.abs(), isLong = size.cmp(NAMELESS) >= 0;
    const at = isPart || isLong ? -1 : this.large.findIndex((each) => size.cmp(each) >= 0);
    const factor = isPart ? HUNDREDTH : isLong ? tenTo(this.magnitude(value)) : this.large[at] ?? ONE;
    const part = value.div(factor), places = this.places(part, digits), text = this.decimal(part, places, towards);
    const rounded = new Fraction(this.units(part, places, towards)).mul(factor).mul(tenTo(-places));
    return { text: places ? text.replace(/\.?0+$/, "") : text, at, rounded, plain };
  }
  /** A value in base units as a newspaper would write it. @param {Fraction} value @param {string} unit */
  quantity(value, unit, digits = 4, towards = NEAREST) {
    const { plain = unit } = this.words.units[unit];
    if (plain === "date") return this.day(value);
    if (plain === "calendar_year") return String(value.n / value.d);
    const { text, at } = this.shown(value, unit, digits, towards);
    if (plain === "share") return `${text} per cent`;
    if (plain === this.words.points) return this.amount(text, -1, unit);
    if (value.abs().cmp(NAMELESS) >= 0) return `${text} × 10^${this.magnitude(value)} ${plain}`;
    return (text.startsWith(MINUS) ? MINUS : "") + this.amount(text.replace(MINUS, ""), at, unit);
  }
  /** A number with its unit, and what stands for millions.
   * @param {string} number @param {number} at which of the large ones @param {string} unit */
  amount(number, at, unit) {
    const { some, one } = this.words.units[unit], [, bn, billion] = this.words.large[at] ?? [];
    return number === "1" && at < 0 ? one : this.fill(some, { n: number, bn, billion });
  }
  /** @param {Fraction} ordinal */
  day(ordinal) {
    const day = Number(ordinal.n / ordinal.d);
    if (day > 0 && day <= LAST_DAY) return this.dates.format(new Date((day - DAYS_BEFORE_1970) * 864e5));
    const places = this.places(ordinal, 12), text = this.decimal(ordinal, places);
    return `day ${places ? text.replace(/\.?0+$/, "") : text}`;
  }
  /** The unit in which what a figure can be is written: its own, unless it is printed as a factor.
   * @param {Figure} figure */
  unitOf({ unit, scale }) { return unit === "share" && same(Fraction.from(scale), ONE) ? "time" : unit; }
  /** The unit of a difference. @param {string} unit */
  step(unit) { return this.words.units[unit].step ?? unit; }
  /** A range in words, its ends rounded outwards. @param {Interval | null} interval @param {string} unit */
  span(interval, unit, digits = 4) {
    if (!interval) return "nothing";
    const { lo, hi, loOpen, hiOpen, isPoint } = interval, enough = this.enough(interval, unit, digits);
    if (isPoint) return this.quantity(hi, unit, enough);
    const low = lo.isFinite && (lo.sign || unit.includes("change")) ? this.quantity(lo, unit, enough, DOWN) : "";
    const high = hi.isFinite ? this.quantity(hi, unit, enough, UP) : "";
    if (low && high) return `${low} to ${high}`;
    if (high) return (hiOpen ? "less than " : "at most ") + high;
    return low ? (loOpen ? "more than " : "at least ") + low : "any value";
  }
  /** How many digits two ends need. @param {Interval} interval @param {string} unit @param {number} digits */
  enough({ lo, hi, isPoint }, unit, digits) {
    const most = digits + this.words.more_digits - 1, width = hi.sub(lo), part = Fraction.from(this.words.close_enough);
    const { plain = unit } = this.words.units[unit];
    if (isPoint || !width.isFinite || ["date", "calendar_year"].includes(plain)) return digits;
    const off = (/** @type {number} */ digits) => larger(lo.sub(this.shown(lo, unit, digits, DOWN).rounded),
      this.shown(hi, unit, digits, UP).rounded.sub(hi));
    let enough = digits;
    while (enough < most && off(enough).mul(part).cmp(width) > 0) enough++;
    return enough;
  }
  /** A figure with the digits that are printed. @param {Figure} figure */
  printed(figure) {
    const { value, scale } = quantityOf(this.register, figure), { plain = figure.unit } = this.words.units[figure.unit];
    if (!value) return "not printed";
    if (plain === "date" || plain === "calendar_year") return this.quantity(value, figure.unit);
    const sign = figure.number.startsWith("-") ? MINUS : "";
    const [whole, ...fraction] = figure.number.replace("-", "").split(".");
    const grouped = /^\d+$/.test(whole) ? String(BigInt(whole)).replace(THOUSANDS, ",") : whole;
    const number = [grouped, ...fraction].join("."), at = this.large.findIndex((factor) => same(factor, scale));
    if (plain === "share") return `${sign}${number} ${same(scale, HUNDREDTH) ? "per cent" : "times"}`;
    if (at < 0 && !same(scale, ONE)) return this.quantity(value, figure.unit, 12);
    return sign + this.amount(number, at, figure.unit);
  }
  /** A figure as printed, with its hedge. @param {Figure} figure */
  hedged(figure) { return `${this.register.hedges[figure.hedge].says} ${this.printed(figure)}`.trimStart(); }

  /** What carries a verdict, in one line. @param {Verdict} verdict */
  because({ reason, notes }) {
    const { figures: all } = this.register, { reasons } = this.words;
    return [reason, ...notes].map(({ kind, figures = [], distance, units = [], by_reading = {}, tightest }) => {
      const pattern = reasons[kind === "depends" && !tightest ? "depends_without_fit" : kind];
      return this.fill(pattern, {
        figures: figures.map((id) => all[id].label).join("; "),
        distance: distance && this.quantity(distance, this.step(this.unitOf(all[figures[0]])), 3, UP),
        units: units.join(" and "),
        by_reading: Object.entries(by_reading).map(([name, found]) => `${name}: ${found}`).join("; "),
        tightest,
      });
    }).join("; ");
  }
  /** What comes of other numbers, in parts; what is not worked out yet (conflict, mends) is left out.
   * @param {Record<string, Figure>} figures @param {Solved} result @param {string[]} [conflict]
   * @param {Map<string, Interval>} [mends] @param {Together | null} [together] */
  answer(figures, { reading, jointly, verdicts }, conflict = [], mends, together) {
    const { answers, most_named: most } = this.words, isUsual = reading === this.register.usual;
    let texts = this.changes(figures, Object.keys(figures), together);
    const rest = this.fill(answers.many, { count: this.count(texts.length - most + 1) });
    if (texts.length > most) texts = [...texts.slice(0, most - 1), rest];
    const led = texts.length ? (isUsual ? "with" : "with_reading") : isUsual ? "unchanged" : "reading";
    const what = this.fill(answers[led], { changes: this.listed(texts), reading });
    const failing = [...verdicts.values()].filter(({ byReading }) => byReading[reading] === INCONSISTENT).length;
    const isApart = jointly === INCONSISTENT, joint = jointly === CONSISTENT ? "fits" : isApart ? "apart" : "undecided";
    const kind = failing ? (failing > 1 ? "fail" : "one_fails") : joint;
    const outcome = this.fill(answers[kind], { count: this.count(failing) });
    const label = (/** @type {string} */ id) => (together?.ids.includes(id) ? together.label : figures[id].label);
    const items = isApart ? conflict.filter((id) => id in figures).map(label) : [];
    const several = this.fill(answers.conflict, { count: this.count(items.length), items: items.join("; ") });
    const mending = isApart && mends ? [...mends].map(([id, interval]) => {
      const range = this.span(interval, this.unitOf(figures[id]));
      return [id, this.fill(answers.mended_by, { label: label(id), range })];
    }) : [];
    return {
      outcome,
      sentence: this.fill(answers.sentence, { what, outcome }),
      conflict: items.length > 1 ? several : "",
      lead: isApart && mends ? answers[["none_mends", "one_mends"][mending.length] ?? "mend"] : "",
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
    const { taken, for: instead } = this.words.answers;
    if (old.number === figure.number && old.hedge === figure.hedge) return this.fill(taken, { label: figure.label });
    return this.fill(instead, { new: this.hedged(figure), old: this.hedged(old) });
  }
}
/** @param {Figure} old @param {Figure} figure */
const changed = (old, { number, hedge, place }) => old.number !== number || old.hedge !== hedge || old.place !== place;
