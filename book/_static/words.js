// Numbers and answers in words, as book/addup/report/wording.py and whatif.py write them: the patterns of all
// sentences, and what units are called, are data from there.
/** How amounts from a power of ten on are written, {n} for how many times that; and one of them. From the largest on:
 * first what no word is large enough for, in powers of its own.
 * @typedef {[power: number, some: string, one: string]} Form */
/** The unit of a difference, and the forms of amounts: none for days and years.
 * @typedef {{step: string, forms: Form[]}} Unit */
/** Patterns of sentences; those that count have a number's own, and one for all "more".
 * @typedef {{units: Record<string, Unit>, counts: string[], reasons: Record<string, string>,
 *   said: Record<string, string>, counted: Record<string, Record<string, string>>, most_named: number,
 *   close_enough: string, more_digits: number, dates: string}} Vocabulary */
/** @typedef {Record<string, string | number | string[] | undefined>} Told by name what stands for it in a pattern */

const MINUS = "\u2212", NAMELESS = 18, DIGITS = 4, LAST_DAY = 3652059, DOWN = -1, NEAREST = 0, UP = 1;
/** With a comma at every thousand. @param {string} number */
const grouped = (number) => number.replace(/(?<!\.\d*)\B(?=(\d{3})+(\.|$))/g, ",");
/** @param {string[]} texts */
const listed = (texts) => [texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter(Boolean).join(" and ");
/** A pattern with what its names stand for. @param {string} pattern @param {Told} told */
const fill = (pattern, told) => pattern.replace(/\{(\w+)\}/g, (_, name) => [told[name] ?? []].flat().join("; "));
/** A number in a form, its sign in front. @param {Form} form @param {string} number @param {number} exponent */
const inForm = ([, some, one], number, exponent) =>
  number.replace(/[^\u2212]+/, (n) => fill(n === "1" ? one : some, { n, exponent }));
/** A value with so many decimals: as text, and what that says. @param {Fraction} value @param {number} places */
function rounded(value, places, towards = NEAREST) {
  const { n, d, sign } = value.mul(tenTo(places)), away = [0n, d / 2n, d - 1n][1 + sign * towards];
  const units = (n + BigInt(sign) * away) / d, digits = String(units).replace("-", "").padStart(places + 1, "0");
  const whole = grouped(digits.slice(0, digits.length - places)), part = places ? `.${digits.slice(-places)}` : "";
  return { text: (units < 0n ? MINUS : "") + whole + part, value: new Fraction(units).mul(tenTo(-places)) };
}
/** The exponent of the leading digit: so many places up no value is less than one. @param {Fraction} value */
const magnitude = (value) => String(value.abs().mul(tenTo(bits(value.d))).floor()).length - 1 - bits(value.d);

/** @param {Register} register */
function wordsOf(register) {
  const { figures: article, hedges, usual, words } = register, { units, counts, reasons, said, counted } = words;
  const dates = new Intl.DateTimeFormat(words.dates, { dateStyle: "long", timeZone: "UTC" });
  /** What is said of so many. @type {(key: string, sum: number, told?: Told) => string} */
  const say = (key, sum, told) => fill(counted[key][sum] ?? counted[key].more, { ...told, count: counts[sum] ?? sum });
  /** A day, by its number if no calendar has it. @param {bigint} ordinal */
  const day = (ordinal) => (ordinal > 0 && ordinal <= LAST_DAY ?
    dates.format((Number(ordinal) - DAYS_BEFORE_1970) * 864e5) : `day ${ordinal}`);
  return { dates, say, span, distance, printed, hedged, because, changes, answer };

  /** A value in base units as a newspaper would write it, and what that says. @param {Fraction} value
   * @param {string} unit */
  function shown(value, unit, digits = DIGITS, towards = NEAREST) {
    const { step, forms } = units[unit];
    if (!value.isFinite) return { text: "", value };
    if (!forms.length) return { text: step === "day" ? day(value.n / value.d) : String(value.n / value.d), value };
    const exponent = magnitude(value), form = forms.find(([power]) => exponent >= power) ?? forms[forms.length - 1];
    const power = form[0] < NAMELESS ? form[0] : exponent, places = Math.max(0, digits - 1 - exponent + power);
    const part = rounded(value.div(tenTo(power)), places, towards), text = part.text.replace(/(\.|(?<=\.\d+))0+$/, "");
    return { text: inForm(form, text, exponent), value: part.value.mul(tenTo(power)) };
  }
  /** A distance by which a figure moves, rounded up. @param {Fraction} size @param {Figure} figure */
  function distance(size, { unit }) { return shown(size, units[unit].step, 3, UP).text; }
  /** A range, its ends rounded outwards, with more digits where fewer would widen it by much: none without an end.
   * @param {Interval | null} range @param {string} unit @returns {string} */
  function span(range, unit, digits = DIGITS) {
    if (!range || range.isPoint) return range ? shown(range.lo, unit).text : "nothing";
    const { lo, hi, width } = range, low = shown(lo, unit, digits, DOWN), high = shown(hi, unit, digits, UP);
    const widened = larger(lo.sub(low.value), high.value.sub(hi)).mul(Fraction.from(words.close_enough));
    if (widened.cmp(width) > 0 && digits < DIGITS + words.more_digits) return span(range, unit, digits + 1);
    const least = lo.sign || unit.includes("change") ? low.text : "", most = high.text;
    if (!most) return least ? (lo.side ? "more than " : "at least ") + least : "any value";
    return least ? `${least} to ${most}` : (hi.side ? "less than " : "at most ") + most;
  }
  /** A figure with the digits that are printed. @param {Figure} figure */
  function printed(figure) {
    const { value, scale } = quantityOf(register, figure), { forms } = units[figure.unit];
    const form = forms.find(([power]) => same(tenTo(power), scale)), text = grouped(figure.number.replace("-", MINUS));
    return form ? inForm(form, text, form[0]) : shown(/** @type {Fraction} */ (value), figure.unit, 12).text;
  }
  /** A figure as printed, with its hedge. @param {Figure} figure */
  function hedged(figure) { return `${hedges[figure.hedge].says} ${printed(figure)}`.trimStart(); }

  /** What carries a verdict, in one line. @param {Verdict} verdict */
  function because({ reason, notes }) {
    return [reason, ...notes].map(({ kind, figures = [], distance: size, by_reading, ...told }) => fill(reasons[kind], {
      ...told, ...by_reading, figures: figures.map((id) => article[id].label),
      distance: size && distance(size, article[figures[0]]),
    })).join("; ");
  }
  /** What comes of other numbers, in parts; what is not worked out yet (conflict, mends) is left out.
   * @param {Record<string, Figure>} figures @param {Solved} result @param {string[]} [conflict]
   * @param {Map<string, Interval>} [mends] */
  function answer(figures, { reading, jointly, verdicts }, conflict = [], mends = new Map()) {
    const texts = changes(figures, Object.keys(figures)), { length } = texts, most = words.most_named;
    if (length > most) texts.splice(most - 1, length, say("others", length - most + 1));
    const failing = [...verdicts.values()].filter(({ byReading }) => byReading[reading] === INCONSISTENT).length;
    const outcome = failing ? say("fails", failing) : said[jointly];
    const items = conflict.flatMap((id) => figures[id]?.label ?? []);
    return {
      outcome,
      sentence: say(reading === usual ? "sentence" : "read", length, { changes: listed(texts), reading, outcome }),
      conflict: say("conflict", items.length, { items }),
      lead: jointly === INCONSISTENT ? say("mends", mends.size) : "",
      mends: [...mends].map(([id, range]) =>
        [id, fill(said.mended_by, { label: article[id].label, range: span(range, figures[id].unit) })]),
    };
  }
  /** Which figures of some are others than printed, in words: each change once.
   * @param {Record<string, Figure>} figures @param {string[]} ids */
  function changes(figures, ids) {
    const others = ids.filter((id) => changed(article[id], figures[id])).map((id) => [article[id], figures[id]]);
    return [...new Set(others.map(([old, figure]) => figure.told ?? change(old, hedged(old), hedged(figure))))];
  }
  /** @param {Figure} figure @param {string} old @param {string} now */
  function change({ label }, old, now) { return fill(said[old === now ? "taken" : "for"], { label, old, new: now }); }
}
/** @param {Figure} old @param {Figure} figure */
const changed = (old, { number, hedge, place }) => old.number !== number || old.hedge !== hedge || old.place !== place;
