// Numbers and answers in words, as book/addup/report/wording.py and whatif.py write them: the patterns of all
// sentences, and what units are called, are data from there.
"use strict";
/** How an amount is written, {n} its number and {bn} or {billion} what stands for a thousand million; one; and what
 * differs from the unit's own name: what a change is a change of, and the unit of a difference.
 * @typedef {{some: string, one: string, plain?: string, step?: string}} Unit */
/** @typedef {{units: Record<string, Unit>, large: [string, string, string][], hedges: Record<string, string>, counts: string[], reasons: Record<string, string>,
 *   answers: Record<string, string>, most_named: number, close_enough: string, more_digits: number, dates: string, points: string}} Vocabulary */

/** Figures that stand for one thing, which a reader changed: what to call it, and the change. @typedef {{ids: string[], label: string, text: string}} Together */

const MINUS = "\u2212", THOUSANDS = /\B(?=(\d{3})+$)/g, HUNDRED = Fraction.from("100"), NAMELESS = Fraction.from("1e18");
const DOWN = -1, NEAREST = 0, UP = 1;
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
    const units = this.units(value, places, towards), size = units < 0n ? -units : units;
    const digits = size.toString().padStart(places + 1, "0"), cut = digits.length - places;
    const whole = digits.slice(0, cut).replace(THOUSANDS, ",");
    return (units < 0n ? MINUS : "") + whole + (places ? `.${digits.slice(cut)}` : "");
  }
  /** A value in units of its last printed place. @param {Fraction} value @param {number} places @param {number} towards */
  units(value, places, towards) {
    const scaled = value.mul(Fraction.from(`1e${places}`));
    if (towards !== NEAREST) return towards === DOWN ? scaled.floor() : -scaled.neg().floor();
    const near = scaled.abs().add(HALF).floor();
    return value.sign < 0 ? -near : near;
  }
  /** The exponent of the leading digit. @param {Fraction} value */
  magnitude(value) {
    const size = value.abs();
    let exponent = size.floor().toString().length - 1;
    while (size.cmp(Fraction.from(`1e${exponent}`)) < 0) exponent -= 1;
    return exponent;
  }
  /** @param {Fraction} value @param {number} digits */
  significant(value, digits, towards = NEAREST) {
    const text = this.decimal(value, this.places(value, digits), towards);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  }
  /** @param {Fraction} value @param {number} digits */
  places(value, digits) { return value.sign ? Math.max(0, digits - 1 - this.magnitude(value)) : 0; }
  /** A value in base units as a newspaper would write it. @param {Fraction} value @param {string} unit */
  quantity(value, unit, digits = 4, towards = NEAREST) {
    const plain = this.words.units[unit].plain ?? unit;
    if (plain === "date") return this.day(value);
    if (plain === "calendar_year") return (value.n / value.d).toString();
    const { factor, at } = this.factor(value, plain), number = this.significant(value.div(factor), digits, towards);
    if (plain === "share") return `${number} per cent`;
    if (plain === this.words.points) return this.amount(number, -1, unit);
    if (value.abs().cmp(NAMELESS) >= 0) return `${number} × 10^${this.magnitude(value)} ${plain}`;
    return (number.startsWith(MINUS) ? MINUS : "") + this.amount(number.replace(MINUS, ""), at, unit);
  }
  /** What a value is divided by before it is printed, and which of the large ones that is. @param {Fraction} value @param {string} plain */
  factor(value, plain) {
    if (plain === "share" || plain === this.words.points) return { factor: ONE.div(HUNDRED), at: -1 };
    const size = value.abs();
    if (size.cmp(NAMELESS) >= 0) return { factor: Fraction.from(`1e${this.magnitude(value)}`), at: -1 };
    const at = this.large.findIndex((factor) => size.cmp(factor) >= 0);
    return { factor: this.large[at] ?? ONE, at };
  }
  /** A number with its unit, and what stands for millions. @param {string} number @param {number} at which of the large ones @param {string} unit */
  amount(number, at, unit) {
    const { some, one } = this.words.units[unit], [, bn, billion] = this.words.large[at] ?? [];
    return number === "1" && at < 0 ? one : this.fill(some, { n: number, bn, billion });
  }
  /** @param {Fraction} ordinal */
  day(ordinal) {
    const day = Number(ordinal.n / ordinal.d);
    if (day < 1 || day > 3652059) return `day ${this.significant(ordinal, 12)}`;
    return this.dates.format(new Date((day - DAYS_BEFORE_1970) * 864e5));
  }
  /** The unit in which what a figure can be is written: its own, unless it is printed as a factor. @param {Figure} figure */
  unitOf({ unit, scale }) { return unit === "share" && same(Fraction.from(scale), ONE) ? "time" : unit; }
  /** The unit of a difference. @param {string} unit */
  step(unit) { return this.words.units[unit].step ?? unit; }
  /** A range in words, its ends rounded outwards. @param {Interval | null} interval @param {string} unit */
  span(interval, unit, digits = 4) {
    if (!interval) return "nothing";
    const { lo, hi, loOpen, hiOpen, isPoint } = interval, enough = this.enough(interval, unit, digits);
    const floor = lo && (lo.sign || isPoint || unit.includes("change")) ? lo : null;
    const low = floor && this.quantity(floor, unit, enough, isPoint ? NEAREST : DOWN);
    if (!hi) return low ? (loOpen ? "more than " : "at least ") + low : "any value";
    const high = this.quantity(hi, unit, enough, isPoint ? NEAREST : UP);
    if (!low) return (hiOpen ? "less than " : "at most ") + high;
    return isPoint ? high : `${low} to ${high}`;
  }
  /** How many digits two ends need. @param {Interval} interval @param {string} unit @param {number} digits */
  enough({ lo, hi, isPoint }, unit, digits) {
    if (!lo || !hi || isPoint) return digits;
    const most = digits + this.words.more_digits - 1, part = Fraction.from(this.words.close_enough);
    for (let enough = digits; enough < most; enough++) {
      const off = larger(lo.sub(this.rounded(lo, unit, enough, DOWN)), this.rounded(hi, unit, enough, UP).sub(hi));
      if (off.mul(part).cmp(hi.sub(lo)) <= 0) return enough;
    }
    return most;
  }
  /** @param {Fraction} value @param {string} unit @param {number} digits @param {number} towards */
  rounded(value, unit, digits, towards) {
    const plain = this.words.units[unit].plain ?? unit;
    if (plain === "date" || plain === "calendar_year") return value;
    const { factor } = this.factor(value, plain), shown = value.div(factor), places = this.places(shown, digits);
    return new Fraction(this.units(shown, places, towards)).mul(factor).div(Fraction.from(`1e${places}`));
  }
  /** A figure with the digits that are printed. @param {Figure} figure */
  printed(figure) {
    const value = known(figure, () => new Quantity(this.register, figure)).value;
    if (!value) return "not printed";
    const plain = this.words.units[figure.unit].plain ?? figure.unit;
    if (plain === "date" || plain === "calendar_year") return this.quantity(value, figure.unit);
    const sign = figure.number.startsWith("-") ? MINUS : "", [whole, fraction] = figure.number.replace("-", "").split(".");
    const grouped = /^\d+$/.test(whole) ? BigInt(whole).toString().replace(THOUSANDS, ",") : whole, number = grouped + (fraction === undefined ? "" : `.${fraction}`);
    const scale = Fraction.from(figure.scale), at = this.large.findIndex((factor) => same(factor, scale));
    if (plain === "share") return `${sign}${number} ${same(scale.mul(HUNDRED), ONE) ? "per cent" : "times"}`;
    if (at < 0 && !same(scale, ONE)) return this.quantity(value, figure.unit, 12);
    return sign + this.amount(number, at, figure.unit);
  }
  /** A figure as printed, with its hedge. @param {Figure} figure */
  hedged(figure) { return `${this.words.hedges[figure.hedge]} ${this.printed(figure)}`.trimStart(); }

  /** What carries a verdict, in one line. @param {Verdict} verdict */
  because({ reason, notes }) {
    return [reason, ...notes].map(({ kind, figures = [], distance, units = [], by_reading = {}, tightest }) => {
      const pattern = this.words.reasons[kind === "depends" && !tightest ? "depends_without_fit" : kind];
      return this.fill(pattern, {
        figures: figures.map((id) => this.register.figures[id].label).join("; "),
        distance: distance && this.quantity(distance, this.step(this.unitOf(this.register.figures[figures[0]])), 3, UP),
        units: units.join(" and "),
        by_reading: Object.entries(by_reading).map(([name, found]) => `${name}: ${found}`).join("; "),
        tightest,
      });
    }).join("; ");
  }
  /** What comes of other numbers, in parts; what is not worked out yet (conflict, mends) is left out.
   * @param {Record<string, Figure>} figures @param {Solved} result @param {string[]} [conflict] @param {Map<string, Interval>} [mends] @param {Together | null} [together] */
  answer(figures, result, conflict = [], mends, together) {
    const { answers, most_named: most } = this.words;
    let texts = this.changes(figures, Object.keys(figures), together);
    if (texts.length > most) texts = [...texts.slice(0, most - 1), this.fill(answers.many, { count: this.count(texts.length - most + 1) })];
    const isUsual = result.reading === this.register.usual, isApart = result.jointly === INCONSISTENT;
    const what = this.fill(answers[texts.length ? (isUsual ? "with" : "with_reading") : isUsual ? "unchanged" : "reading"], { changes: this.listed(texts), reading: result.reading });
    const failing = [...result.verdicts.values()].filter(({ byReading }) => byReading[result.reading] === INCONSISTENT).length;
    const kind = failing ? (failing === 1 ? "one_fails" : "fail") : result.jointly === CONSISTENT ? "fits" : isApart ? "apart" : "undecided";
    const outcome = this.fill(answers[kind], { count: this.count(failing) });
    const label = (/** @type {string} */ id) => (together?.ids.includes(id) ? together.label : figures[id].label), items = isApart ? conflict.filter((id) => id in figures).map(label) : [];
    const mending = isApart && mends ? [...mends].map(([id, range]) => [id, this.fill(answers.mended_by, { label: label(id), range: this.span(range, this.unitOf(figures[id])) })]) : [];
    return {
      outcome,
      sentence: this.fill(answers.sentence, { what, outcome }),
      conflict: items.length > 1 ? this.fill(answers.conflict, { count: this.count(items.length), items: items.join("; ") }) : "",
      lead: isApart && mends ? answers[["none_mends", "one_mends"][mending.length] ?? "mend"] : "",
      mends: mending,
    };
  }
  /** Which figures of some are others than printed, in words; those that were changed together as one.
   * @param {Record<string, Figure>} figures @param {string[]} ids @param {Together | null} [together] */
  changes(figures, ids, together) {
    const { figures: printed } = this.register, ours = ids.filter((id) => changed(printed[id], figures[id])), alone = ours.filter((id) => !together?.ids.includes(id));
    return [...(together && alone.length < ours.length ? [together.text] : []), ...alone.map((id) => this.change(printed[id], figures[id]))];
  }
  /** @param {Figure} old @param {Figure} figure */
  change(old, figure) {
    if (old.number === figure.number && old.hedge === figure.hedge) return this.fill(this.words.answers.taken, { label: figure.label });
    return this.fill(this.words.answers.for, { new: this.hedged(figure), old: this.hedged(old) });
  }
}
/** @param {Figure} old @param {Figure} figure */
const changed = (old, figure) => old.number !== figure.number || old.hedge !== figure.hedge || old.place !== figure.place;
