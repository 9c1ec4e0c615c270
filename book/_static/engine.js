// The checker in the page: what book/addup/engine does in Python, on the same register, with the same results.
// Exact rationals in BigInt. Formulas come parsed, hedges and readings as data: nothing is defined twice. Names,
// order and bounds of the work are those of the Python modules named in each heading; their docstrings hold.
// Whatever can take long is a generator that pauses every few steps, so that a page can work in slices.
"use strict";
/** @typedef {Map<string, Interval>} Box */
/** @typedef {Map<string, Fraction>} Values */
/** @typedef {{label: string, number: string, scale: string, unit: string, hedge: string, place: string}} Figure */
/** @typedef {{relation: Relation, question: string, verdict: string, isTest: boolean, aside: Reason | null}} Check */
/** @typedef {Record<string, {place: string, each_zero: string, weighed: boolean}>} Readings */
/** By reading the ends in places from a number: of one below 0, of 0 and of one above, or of any. "" is any other reading.
 * @typedef {Record<string, {vague?: boolean, ends: Record<string, string[]>}>} Hedges */
/** @typedef {{figures: Record<string, Figure>, checks: Record<string, Check>, readings: Readings, hedges: Hedges, as_printed: string, usual: string, words: any, start: string, signs: Record<string, string>}} Register */
/** @typedef {{kind: string, figures?: string[], distance?: Fraction, units?: string[], by_reading?: Record<string, string>, tightest?: string}} Reason */

// --- fractions ---------------------------------------------------------------------------------------
/** A quotient, in lowest terms only where that is asked for: it takes longer than all else. */
class Fraction {
  /** @param {bigint} n @param {bigint} d */
  constructor(n, d = 1n) {
    this.n = d < 0n ? -n : n;
    this.d = d < 0n ? -d : d;
    this.isReduced = d === 1n;
  }
  reduce() {
    if (this.isReduced) return this;
    let [common, rest] = [this.d, this.abs().n % this.d];
    while (rest) [common, rest] = [rest, common % rest];
    [this.n, this.d, this.isReduced] = [this.n / common, this.d / common, true];
    return this;
  }
  /** A decimal number ("5.5", "1e9") or a quotient ("-1/2"). @param {string} text @returns {Fraction} */
  static from(text) {
    const [over, under] = text.split("/");
    if (under) return Fraction.from(over).div(Fraction.from(under));
    const [, sign, whole, part, power] = /** @type {string[]} */ (/^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text));
    const shift = Number(power ?? 0) - part.length, n = BigInt(sign + (whole + part || "0"));
    return shift < 0 ? new Fraction(n, 10n ** BigInt(-shift)) : new Fraction(n * 10n ** BigInt(shift));
  }
  /** @param {Fraction} o */
  add(o) { return this.d === o.d ? new Fraction(this.n + o.n, this.d) : new Fraction(this.n * o.d + o.n * this.d, this.d * o.d); }
  /** @param {Fraction} o */ sub(o) { return this.add(o.neg()); }
  /** @param {Fraction} o */ mul(o) { return new Fraction(this.n * o.n, this.d * o.d); }
  /** @param {Fraction} o */ div(o) { return new Fraction(this.n * o.d, this.d * o.n); }
  /** What is reduced once stays so, in this and in what is made of it. */
  neg() { const other = new Fraction(-this.n, this.d); other.isReduced = this.isReduced; return other; }
  /** This, in lowest terms if it has many digits: ends that stay in a box would get longer with every turn. */
  inShort() { return Math.max(bits(this.n), bits(this.d)) > SHORT_END ? this.reduce() : this; }
  abs() { return this.n < 0n ? this.neg() : this; }
  get sign() { return this.n > 0n ? 1 : this.n < 0n ? -1 : 0; }
  /** @param {Fraction} o */ cmp(o) { const x = this.d === o.d ? this.n - o.n : this.n * o.d - o.n * this.d; return x > 0n ? 1 : x < 0n ? -1 : 0; }
  floor() { const q = this.n / this.d; return this.n < 0n && q * this.d !== this.n ? q - 1n : q; }
  valueOf() { return Number(this.n) / Number(this.d); }
  toString() { this.reduce(); return `${this.n}/${this.d}`; }
}
const ZERO = new Fraction(0n), ONE = new Fraction(1n), TEN = new Fraction(10n), HALF = new Fraction(1n, 2n);
/** @param {Fraction} a @param {Fraction} b */
const larger = (a, b) => (a.cmp(b) < 0 ? b : a);
/** @param {Fraction} a @param {Fraction} b */
const smaller = (a, b) => (b.cmp(a) < 0 ? b : a);
/** @param {Fraction | null | undefined} a @param {Fraction | null | undefined} b */
const least = (a, b) => (a && b ? smaller(a, b) : a ?? b ?? null);
/** The first of the items with the greatest measure, or for -1 the least. @template T @param {T[]} items @param {(item: T) => Fraction} measure */
function extreme(items, measure, way = 1) {
  return items.map((item) => /** @type {[T, Fraction]} */ ([item, measure(item)])).reduce((a, b) => (a && way * b[1].cmp(a[1]) <= 0 ? a : b), /** @type {any} */ (null))?.[0];
}
/** What a map is known to hold. @template K, T @param {Map<K, T>} map @param {K} key */
const of = (map, key) => /** @type {T} */ (map.get(key));
/** @param {Fraction | null} a @param {Fraction | null} b */
const same = (a, b) => (a && b ? a === b || !a.cmp(b) : a === b);
/** @param {bigint} n */
const bits = (n) => n.toString(2).replace("-", "").length;
/** Two to a power. @param {number} exponent */
const power = (exponent) => (exponent < 0 ? new Fraction(1n, 2n ** BigInt(-exponent)) : new Fraction(2n ** BigInt(exponent)));

// --- interval.py -------------------------------------------------------------------------------------
const [LONG_END, SHORT_END, LONG_STEP, FARTHEST_END] = [512, 256, 2048, 4096]; // bits

class Interval {
  /** `null` is no end on that side. @param {Fraction | null} lo @param {Fraction | null} hi */
  constructor(lo = null, hi = null, loOpen = false, hiOpen = false) {
    this.lo = lo; this.hi = hi; this.loOpen = loOpen; this.hiOpen = hiOpen;
  }
  /** @param {Fraction} value */
  static point(value) { return new Interval(value, value); }
  get isPoint() { return this.lo !== null && same(this.lo, this.hi); }
  /** @param {Fraction} value */
  has(value) {
    const [low, high] = [this.lo ? value.cmp(this.lo) : 1, this.hi ? value.cmp(this.hi) : -1];
    return (this.loOpen ? low > 0 : low >= 0) && (this.hiOpen ? high < 0 : high <= 0);
  }
  /** The values in both; `null` if there are none, this very object if nothing is lost. @param {Interval} other */
  and(other) {
    let { lo, hi, loOpen, hiOpen } = this, narrower = false;
    let c = other.lo && (lo ? other.lo.cmp(lo) : 1);
    if (c !== null && (c > 0 || (c === 0 && other.loOpen && !loOpen))) [lo, loOpen, narrower] = [other.lo, other.loOpen, true];
    c = other.hi && (hi ? other.hi.cmp(hi) : -1);
    if (c !== null && (c < 0 || (c === 0 && other.hiOpen && !hiOpen))) [hi, hiOpen, narrower] = [other.hi, other.hiOpen, true];
    if (!narrower) return this;
    const apart = lo && hi ? lo.cmp(hi) : -1;
    return apart > 0 || (apart === 0 && (loOpen || hiOpen)) ? null : new Interval(lo, hi, loOpen, hiOpen);
  }
  /** @param {Interval | null} other */
  equals(other) {
    return !!other && same(this.lo, other.lo) && same(this.hi, other.hi) && this.loOpen === other.loOpen && this.hiOpen === other.hiOpen;
  }
  neg() { return new Interval(this.hi && this.hi.neg(), this.lo && this.lo.neg(), this.hiOpen, this.loOpen); }
  /** @param {Interval} o */
  add(o) {
    const lo = this.lo && o.lo && this.lo.add(o.lo), hi = this.hi && o.hi && this.hi.add(o.hi);
    return new Interval(lo, hi, !!lo && (this.loOpen || o.loOpen), !!hi && (this.hiOpen || o.hiOpen));
  }
  /** @param {Interval} o */
  sub(o) { return this.add(o.neg()); }
  /** @param {Interval} o */
  mul(o) {
    const corners = this.ends().flatMap((mine) => o.ends().map((theirs) => corner(mine, theirs)));
    const least = corners.reduce((a, b) => (below(b, a, 1) ? b : a)), most = corners.reduce((a, b) => (below(a, b, -1) ? b : a));
    return new Interval(least.infinite ? null : least.value, most.infinite ? null : most.value, least.open && !least.infinite, most.open && !most.infinite);
  }
  /** The hull of all quotients by values other than zero; `null` if there is none. @param {Interval} o */
  div(o) {
    if (o.isPoint && o.has(ZERO)) return null;
    if (o.lo && o.lo.sign >= 0) return this.mul(o.inverse());
    if (o.hi && o.hi.sign <= 0) return this.mul(o.neg().inverse()).neg();
    return this.mul(WHOLE);
  }
  inverse() {
    const positive = this.lo && this.lo.sign ? this.lo : null;
    return new Interval(this.hi ? ONE.div(this.hi) : ZERO, positive && ONE.div(positive), this.hi ? this.hiOpen : true, positive ? this.loOpen : false);
  }
  /** @returns {End[]} */
  ends() { return [{ value: this.lo, open: this.loOpen, side: -1 }, { value: this.hi, open: this.hiOpen, side: 1 }]; }
  /** The value with the smallest denominator, nearest to zero. @returns {Fraction} */
  simplest() {
    if (this.has(ZERO)) return ZERO;
    if (this.isPoint) return /** @type {Fraction} */ (this.lo);
    if (!this.lo || this.lo.sign < 0) return this.neg().simplest().neg();
    const terms = [];
    for (let rest = /** @type {Interval} */ (this); ;) {
      const whole = new Fraction(rest.lo ? rest.lo.floor() : 0n), found = [whole, whole.add(ONE)].find((term) => rest.has(term));
      if (found) return terms.reduceRight((value, term) => term.add(ONE.div(value)), found).reduce();
      terms.push(whole);
      rest = rest.sub(Interval.point(whole)).inverse();
    }
  }
  middle() {
    if (!this.lo) return this.hi ? this.hi.sub(larger(ONE, this.hi.abs())) : ZERO;
    return this.hi ? this.lo.add(this.hi).mul(HALF) : this.lo.add(larger(ONE, this.lo.abs()));
  }
  /** This, or one slightly wider whose ends have a bounded number of digits. @returns {Interval} */
  outward(longest = LONG_END) {
    const most = this.isPoint ? 8 * longest : longest, lo = this.lo && notAbove(this.lo.inShort(), most);
    const less = this.hi && notAbove(this.hi.inShort().neg(), most), hi = less && less.neg();
    if (same(lo, this.lo) && same(hi, this.hi)) return this;
    return new Interval(lo, hi, !!lo && (this.loOpen || !same(lo, this.lo)), !!hi && (this.hiOpen || !same(hi, this.hi)));
  }
}
const WHOLE = new Interval(), NOT_NEGATIVE = new Interval(ZERO);

/** @typedef {{value: Fraction | null, open: boolean, side: number}} End */
/** @typedef {{infinite: number, value: Fraction, open: boolean}} Corner */
/** The product of two ends. @param {End} a @param {End} b @returns {Corner} */
function corner(a, b) {
  const [aZero, bZero] = [a.value?.sign === 0, b.value?.sign === 0];
  if (aZero || bZero) return { infinite: 0, value: ZERO, open: !((aZero && !a.open) || (bZero && !b.open)) };
  if (!a.value || !b.value) return { infinite: (a.value?.sign ?? a.side) * (b.value?.sign ?? b.side), value: ZERO, open: true };
  return { infinite: 0, value: a.value.mul(b.value), open: a.open || b.open };
}
/** Whether a corner comes before another; among equals the one that belongs to the set (`closed` 1: as the lower end). @param {Corner} a @param {Corner} b @param {number} closed */
const below = (a, b, closed) => (a.infinite - b.infinite || a.value.cmp(b.value) || closed * (Number(a.open) - Number(b.open))) < 0;
/** @param {Fraction} value @param {number} longest */
function notAbove(value, longest) {
  const [n, d] = [bits(value.n), bits(value.d)];
  if (Math.max(n, d) <= longest) return value;
  if (n - d > FARTHEST_END) return value.n > 0n ? power(FARTHEST_END) : null;
  if (d - n > FARTHEST_END) return value.n > 0n ? ZERO : power(-FARTHEST_END).neg();
  const scale = power(SHORT_END - (n - d));
  return new Fraction(value.mul(scale).floor()).div(scale);
}

// --- formula.py: a relation comes in postfix order, so that nothing is left to parse ---------------
/** @typedef {(a: Interval, b: Interval) => Interval | null} Calculation */
/** Of an operation its value, and what that says about each operand, given the other.
 * @typedef {{value: Calculation, left: Calculation, right: Calculation}} Operation */
/** @typedef {{id: string, number: Interval | null, operation: Operation | undefined, first: number, second: number}} Step */
/** Every x for which x * other can be the product. @param {Interval} product @param {Interval} other */
const factor = (product, other) => (product.has(ZERO) && other.has(ZERO) ? WHOLE : product.div(other));
/** @type {Calculation} */ const add = (a, b) => a.add(b);
/** @type {Calculation} */ const sub = (a, b) => a.sub(b);
/** @type {Calculation} */ const mul = (a, b) => a.mul(b);
/** @type {Map<string, Operation>} */
const OPERATIONS = new Map([
  ["+", { value: add, left: sub, right: sub }],
  ["-", { value: sub, left: add, right: (value, left) => left.sub(value) }],
  ["*", { value: mul, left: factor, right: factor }],
  ["/", { value: (a, b) => a.div(b), left: mul, right: (value, left) => factor(left, value) }],
]);
/** @param {Interval} left @param {string} op @param {Interval} right @returns {[Interval | null, Interval | null]} */
function meet(left, op, right) {
  if (op === "==") { const both = left.and(right); return [both, both && right.and(both)]; }
  if (op[0] === ">") { const [more, less] = meet(right, op.replace(">", "<"), left); return [less, more]; }
  const strict = op === "<";
  return [
    left.and(new Interval(null, right.hi, false, !!right.hi && (right.hiOpen || strict))),
    right.and(new Interval(left.lo, null, !!left.lo && (left.loOpen || strict), false)),
  ];
}

const STEPS_PER_TURN = 32;
class Relation {
  /** Ids, numbers and signs in postfix order, the comparison last: "a b + c ==". @param {string[]} symbols */
  constructor(symbols) {
    this.symbols = symbols.slice(0, -1);
    this.op = /** @type {string} */ (symbols.at(-1));
    /** @type {number[]} */
    const waiting = [];
    /** @type {Step[]} */
    this.steps = this.symbols.map((symbol, at) => {
      const operation = OPERATIONS.get(symbol), [first, second] = operation ? waiting.splice(-2) : [0, 0];
      waiting.push(at);
      const number = symbol[0] === "#" ? Interval.point(Fraction.from(symbol.slice(1))) : null;
      return { id: operation || number ? "" : symbol, number, operation, first, second };
    });
    this.roots = waiting;
    this.occurrences = this.steps.flatMap(({ id }) => id || []);
    this.names = [...new Set(this.occurrences)];
    this.hasRepeats = this.names.length < this.occurrences.length;
    this.weight = 1 + Math.floor(this.steps.length / STEPS_PER_TURN);
    this.isLong = this.weight > 1;
  }
  /** What each step can be. @param {Box} ranges */
  forward(ranges) {
    /** @type {(Interval | null)[]} */
    const values = [];
    for (const { id, number, operation, first, second } of this.steps) {
      const [a, b] = [values[first], values[second]];
      values.push(!operation ? number ?? of(ranges, id) : a && b ? this.shortened(operation.value(a, b)) : null);
    }
    return values;
  }
  /** @param {Interval | null} value */
  shortened(value) { return this.isLong && value ? value.outward(LONG_STEP) : value; }
  /** @param {Box} ranges */
  sides(ranges) {
    const values = this.forward(ranges);
    return this.roots.map((root) => values[root]);
  }
  /** The ranges that it makes narrower; `null` if it leaves nothing: HC4-revise. @param {Box} ranges */
  narrow(ranges) {
    const values = this.forward(ranges), [left, right] = this.roots.map((root) => values[root]);
    const [newLeft, newRight] = left && right ? meet(left, this.op, right) : [null, null];
    const narrower = /** @type {Box} */ (new Map());
    const pending = /** @type {[number, Interval | null][]} */ ([[this.roots[0], newLeft], [this.roots[1], newRight]]);
    for (let next; (next = pending.pop());) {
      const [index, wanted] = next, { id, operation, first, second } = this.steps[index];
      if (!wanted) return null;
      if (wanted === values[index]) continue;
      if (id) {
        const known = narrower.get(id) ?? of(ranges, id), both = known.and(wanted);
        if (!both) return null;
        if (both !== known) narrower.set(id, both);
      } else if (operation) {
        const [a, b] = [values[first], values[second]];
        if (!a || !b) return null;
        const value = /** @type {Interval} */ (this.shortened(wanted)), forA = operation.left(value, b), newA = forA && a.and(forA);
        const forB = newA && operation.right(value, newA);
        pending.push([first, newA], [second, forB && b.and(forB)]);
      }
    }
    return narrower;
  }
  /** Whether plain substitution satisfies it; division by zero satisfies nothing. @param {Values} values */
  holds(values) {
    const box = new Map(this.names.map((id) => [id, Interval.point(of(values, id))])), [left, right] = this.sides(box);
    return !!left && !!right && !!meet(left, this.op, right)[0];
  }
  /** Whether what it leaves of a range can have a gap: a factor or divisor may have either sign. @param {Box} ranges */
  mayPart(ranges) {
    const straddles = this.forward(ranges).map((value) => !value || ((!value.lo || value.lo.sign < 0) && (!value.hi || value.hi.sign > 0)));
    return this.symbols.some((symbol, at) => { const { first, second } = this.steps[at]; return "*/".includes(symbol) && straddles[second] && (symbol === "/" || straddles[first]); });
  }
}

// --- network.py --------------------------------------------------------------------------------------
const TURNS_PER_RELATION = 200, SMALLEST_STEP = power(-32), KEPT = ONE.sub(SMALLEST_STEP), TURNS_PER_SLICE = 2;
let taken = 0;

/** Of each figure, in which relations it stands. @param {Relation[]} relations @returns {Map<string, number[]>} */
function touchingOf(relations) {
  const touching = new Map();
  relations.forEach(({ names }, index) => { for (const id of names) touching.set(id, [...(touching.get(id) ?? []), index]); });
  return touching;
}
/** An order in which relations that share figures stand near each other. @param {Relation[]} relations */
function sideBySide(relations) {
  const touching = touchingOf(relations);
  const walk = (/** @type {number} */ start) => {
    const seen = new Set([start]), passed = new Set();
    for (const index of seen) { // a set is walked in the order in which it grows
      const fresh = relations[index].names.filter((id) => !passed.has(id)).sort();
      for (const id of fresh) { passed.add(id); for (const other of of(touching, id)) seen.add(other); }
    }
    return [...seen];
  };
  const ordered = new Set();
  relations.forEach((_, index) => { if (!ordered.has(index)) for (const next of walk(/** @type {number} */ (walk(index).at(-1)))) ordered.add(next); });
  return /** @type {number[]} */ ([...ordered]);
}
class Network {
  /** @param {Relation[]} relations */
  constructor(relations) {
    this.order = sideBySide(relations);
    this.relations = this.order.map((index) => relations[index]);
    this.touching = touchingOf(this.relations);
    this.turns = 0;
  }
  /** Narrow to a fixed point: the box, `null` if nothing is left, and whether it settled.
   * @param {Box} start @param {{news?: Iterable<string>, due?: Iterable<number>, asleep?: Set<number>}} how
   * @returns {Generator<void, [Box | null, boolean]>} */
  *contract(start, { news, due, asleep } = {}) {
    const box = new Map(start), count = this.relations.length, toDo = new Uint8Array(count).fill(news || due ? 0 : 1);
    for (const index of due ?? [...(news ?? [])].flatMap((id) => of(this.touching, id))) toDo[index] = 1;
    for (const index of asleep ?? []) toDo[index] = 0;
    let left = TURNS_PER_RELATION * count;
    for (let forth = true; toDo.includes(1); forth = !forth) {
      for (let place = 0; place < count; place++) {
        const index = forth ? place : count - 1 - place;
        if (!toDo[index]) continue;
        if (left <= 0) return [box, false];
        left -= this.relations[index].weight;
        this.turns += this.relations[index].weight;
        if (++taken % TURNS_PER_SLICE === 0) yield;
        toDo[index] = 0;
        const narrower = this.relations[index].narrow(box);
        if (!narrower) return [null, true];
        for (const [id, interval] of narrower) {
          const had = of(box, id), rounded = interval.outward(), kept = /** @type {Interval} */ (had.and(rounded));
          if (rounded !== interval && !isWorthIt(had, kept)) continue;
          box.set(id, kept);
          for (const other of of(this.touching, id)) if (!asleep?.has(other) && (other !== index || this.relations[index].hasRepeats)) toDo[other] = 1;
        }
      }
    }
    return [box, true];
  }
  /** Yields for each item what is left when all others are added, half of them at a time, and pauses between.
   * @template T @param {T[]} items @param {Box | null} box @param {boolean} settled
   * @param {(box: Box, added: T[], leftOut: T[]) => Generator<void, [Box | null, boolean]>} add
   * @returns {Generator<void | [T, Box | null, boolean], void>} */
  *divide(items, box, settled, add) {
    if (!box || items.length <= 1) {
      for (const item of items) yield [item, box, settled];
      return;
    }
    const middle = items.length >> 1, halves = [items.slice(0, middle), items.slice(middle)];
    for (const [leftOut, added] of [halves, [...halves].reverse()]) {
      const [more, also] = yield* add(box, added, leftOut);
      yield* this.divide(leftOut, more, settled && also, add);
    }
  }
  /** For each figure the box if its own range is left out, and whether that settled. @param {Box} ranges @param {Box} domains */
  *leaveOneOut(ranges, domains) {
    const network = this, ids = [...this.touching.keys()];
    const [box, settled] = yield* this.contract(new Map(ids.map((id) => [id, of(domains, id)])));
    yield* this.divide(ids, box, settled, function* (box, added) {
      const joined = new Map(box);
      for (const id of added) {
        const both = of(box, id).and(of(ranges, id));
        if (!both) return [null, true];
        joined.set(id, both);
      }
      return yield* network.contract(joined, { news: added.filter((id) => joined.get(id) !== box.get(id)) });
    });
  }
  /** For each of some relations, by its place, what all others make of a box. @param {number[]} places @param {Box} box */
  *leaveEachOut(places, box) {
    if (!places.length) return;
    const start = new Map([...this.touching.keys()].map((id) => [id, of(box, id)]));
    const [first] = yield* this.contract(start, { due: this.order.keys(), asleep: new Set(places) });
    yield* this.divide(places, first, true, (box, added, leftOut) => this.contract(box, { due: added, asleep: new Set(leftOut) }));
  }
}
/** @param {Interval} before @param {Interval} after */
function isWorthIt(before, after) {
  if (!before.lo || !before.hi || !after.lo || !after.hi) return !(same(before.lo, after.lo) && same(before.hi, after.hi));
  return after.hi.sub(after.lo).cmp(before.hi.sub(before.lo).mul(KEPT)) < 0;
}
/** Checks in groups that share no figure, in the order of their first. @param {[string, Relation][]} checks */
function components(checks) {
  let groups = /** @type {{names: Set<string>, members: number[]}[]} */ ([]);
  checks.forEach(([, { names }], index) => {
    const tied = groups.filter((group) => names.some((id) => group.names.has(id)));
    const joined = { names: new Set([...names, ...tied.flatMap((group) => [...group.names])]), members: [index, ...tied.flatMap((group) => group.members)] };
    groups = [...groups.filter((group) => !tied.includes(group)), joined];
  });
  const ordered = groups.map(({ members }) => members.sort((a, b) => a - b)).sort((a, b) => a[0] - b[0]);
  return ordered.map((members) => members.map((index) => checks[index]));
}

// --- search.py ---------------------------------------------------------------------------------------
const TURNS_PER_SEARCH = 3000, TURNS_FOR_VERDICTS = 20000, CONSISTENT = "consistent", INCONSISTENT = "inconsistent", UNDECIDED = "undecided";
/** @typedef {(id: string, interval: Interval, printed: Values) => Fraction} Choice */
/** @type {Choice} */
const likely = (id, interval, printed) => { const value = printed.get(id); return value && interval.has(value) ? value : interval.simplest(); };
/** @type {Choice} */
const middle = (id, interval, printed) => (printed.has(id) ? interval.middle() : interval.simplest());
/** At most 2, and 3 for a range without ends. @param {Interval} interval */
function relativeWidth({ lo, hi, isPoint }) {
  if (!lo || !hi) return new Fraction(3n);
  return isPoint ? ZERO : hi.sub(lo).div(larger(lo.abs(), hi.abs()));
}
/** Look for values that fit: fix them, and where that fails split the box, boundedly.
 * @param {Network} network @param {Box} start @param {Values} printed @returns {Generator<void, [string, Values | null]>} */
function* search(network, start, printed, turns = TURNS_PER_SEARCH) {
  const pending = [start], lastTurn = network.turns + turns + 10 * network.relations.length;
  let openEnded = false;
  while (pending.length && network.turns < lastTurn) {
    const [box] = yield* network.contract(/** @type {Box} */ (pending.shift()));
    if (!box) continue;
    const printedFirst = [...box.keys()].sort((a, b) => Number(!printed.has(a)) - Number(!printed.has(b)));
    for (const [order, choose] of /** @type {[string[], Choice][]} */ ([[printedFirst, likely], [[...printedFirst].reverse(), middle]])) {
      const witness = yield* dive(network, box, order, choose, printed, lastTurn);
      if (witness) return [CONSISTENT, witness];
    }
    const widest = extreme([...box.keys()], (id) => relativeWidth(of(box, id)));
    if (widest === undefined || of(box, widest).isPoint) continue;
    const interval = of(box, widest), halfway = interval.middle().reduce();
    if (relativeWidth(interval).cmp(SMALLEST_STEP) < 0) { openEnded = true; continue; }
    for (const half of [new Interval(null, halfway), new Interval(halfway, null, true)]) {
      const part = interval.and(half);
      if (part) pending.push(new Map(box).set(widest, part));
    }
  }
  return [pending.length || openEnded ? UNDECIDED : INCONSISTENT, null];
}
/** @param {Network} network @param {Box} box @param {string[]} order @param {Choice} choose @param {Values} printed @param {number} lastTurn
 * @returns {Generator<void, Values | null>} */
function* dive(network, box, order, choose, printed, lastTurn) {
  let current = box;
  for (const id of order) {
    const interval = of(current, id);
    if (interval.isPoint) continue;
    const [narrowed] = yield* network.contract(fixed(current, id, choose(id, interval, printed)), { news: [id] });
    if (!narrowed || network.turns > lastTurn) return null;
    current = narrowed;
  }
  const values = new Map([...current].map(([id, interval]) => [id, interval.simplest()]));
  return network.relations.every((relation) => relation.holds(values)) ? values : null;
}
/** @param {Box} box @param {string} id @param {Fraction} value @returns {Box} */
const fixed = (box, id, value) => new Map(box).set(id, Interval.point(value.reduce()));

// --- figures.py and hedges.py ------------------------------------------------------------------------
const DAYS_BEFORE_1970 = 719163;
/** A register as the page receives it, with names for what its rows and columns hold. @param {any} data @returns {Register} */
function opened(data) {
  const ids = data.ids.split(" "), numbers = data.numbers.split(" ");
  const figures = ids.map((/** @type {string} */ id, /** @type {number} */ at) => {
    const [scale, unit, hedge, place] = data.kinds[data.kind_of[at]];
    return [id, { label: data.labels[at], number: numbers[at], scale, unit, hedge, place }];
  });
  const checks = data.checks.map((/** @type {any[]} */ [formula, question, verdict, isTest, aside = null]) => {
    const symbols = formula.split(" ").map((/** @type {string} */ symbol) => ids[symbol] ?? symbol);
    return { relation: new Relation(symbols), question, verdict: data.verdicts[verdict], isTest: !!isTest, aside };
  });
  return { ...data, figures: Object.fromEntries(figures), checks: { ...checks } };
}
class Quantity {
  /** A figure as printed, or as a reader would have it. @param {Register} register @param {Figure} figure */
  constructor(register, { number, scale, unit, hedge, place }) {
    this.register = register;
    this.isDate = unit === "date";
    this.hedge = register.hedges[hedge];
    this.scale = Fraction.from(scale);
    const [mantissa, power] = number.toLowerCase().split("e"), digits = mantissa.replace(/[.-]/g, "");
    this.lastPlace = this.isDate ? ONE : Fraction.from(`1e${Number(power ?? 0) - (mantissa.split(".")[1] ?? "").length}`);
    const zeros = this.isDate || !/[1-9]/.test(digits) ? 0 : digits.length - digits.replace(/0+$/, "").length;
    this.roundPlace = this.lastPlace.mul(Fraction.from(`1e${zeros}`));
    this.place = place ? Fraction.from(place) : null;
    const day = () => Fraction.from(String(Date.parse(number) / 864e5 + DAYS_BEFORE_1970));
    this.value = !number ? null : this.isDate ? day() : Fraction.from(number).mul(this.scale);
    this.isExact = this.place?.sign === 0 || (this.isDate && !this.hedge.vague);
    this.mayBeNegative = /(^|[*/])(date|change)($|[*/])/.test(unit) || (this.value !== null && (this.value.sign < 0 ||
      readingsOf(register).some((name) => !this.bound(name).and(NOT_NEGATIVE))));
    this.domain = this.mayBeNegative ? WHOLE : NOT_NEGATIVE;
  }
  /** @param {string} reading */
  printed(reading) { return this.value ? /** @type {Interval} */ (this.bound(reading).and(this.domain)) : this.domain; }
  /** @param {string} reading */
  bound(reading) {
    const value = /** @type {Fraction} */ (this.value), ends = this.hedge.ends[reading] ?? this.hedge.ends[""];
    let place = this.placeFor(reading);
    if (this.hedge.vague) {
      let wide = smaller(place, this.lastPlace);
      const each = Fraction.from(this.register.readings[reading].each_zero);
      for (let zero = wide; zero.sign && zero.mul(TEN).cmp(this.roundPlace) <= 0; zero = zero.mul(TEN)) wide = wide.mul(each);
      place = larger(place, wide);
    }
    const text = ends[value.sign + 1] ?? ends[0], step = place.mul(this.scale);
    const [lo, hi] = text.slice(1, -1).split(" ").map((end) => (end ? value.add(Fraction.from(end).mul(step)) : null));
    return !step.sign && same(lo, hi) ? new Interval(lo, hi) : new Interval(lo, hi, text.startsWith("("), text.endsWith(")"));
  }
  /** @param {string} reading */
  placeFor(reading) {
    if (this.isExact) return ZERO;
    const rule = this.register.readings[reading].place, declared = this.place ?? this.lastPlace;
    return rule === "last" ? smaller(this.lastPlace, declared) : rule === "declared" ? declared : larger(this.roundPlace, declared);
  }
}

// --- verdicts.py -------------------------------------------------------------------------------------
/** The numbers that are printed. @param {Figures} figures @param {Iterable<string>} ids @returns {Values} */
const valuesOf = (figures, ids) => new Map([...ids].flatMap((id) => { const { value } = of(figures, id); return value ? [[id, value]] : []; }));
/** All that a reader can choose among. @param {Register} register */
const readingsOf = ({ readings, as_printed }) => Object.keys(readings).filter((name) => name !== as_printed);
/** The readings that are weighed against each other, tightest first. @param {Register} register */
const weighedOf = ({ readings }) => Object.keys(readings).filter((name) => readings[name].weighed);
const DEPENDS = "depends on the reading", NOT_COMPARABLE = "not comparable", NOT_CHECKABLE = "not checkable";
/** @typedef {Map<string, Quantity>} Figures */
/** @typedef {{verdict: string, left: Interval | null, right: Interval | null, margin: Fraction | null, reason: Reason, notes: Reason[],
 *   moves: Map<string, Fraction | null>, byReading: Record<string, string>}} Verdict */
/** What each check is held against: printed figures; for unknowns, what all other checks imply.
 * @param {Network} network @param {Relation[]} relations @param {Figures} figures @param {Box} printed */
function* given(network, relations, figures, printed) {
  const ranges = relations.map(({ names }) => new Map(names.map((id) => [id, of(printed, id)])));
  const unknown = relations.map(({ names }) => names.filter((id) => !of(figures, id).value));
  const places = [...network.order.keys()].filter((place) => unknown[network.order[place]].length);
  for (const found of network.leaveEachOut(places, printed)) {
    yield;
    if (!found) continue;
    const [place, box] = found, index = network.order[place], said = box ? [box] : relations.filter((_, other) => other !== index).map((relation) => relation.narrow(printed) ?? new Map());
    for (const told of said) {
      for (const id of unknown[index]) {
        const own = of(ranges[index], id);
        ranges[index].set(id, own.and(told.get(id) ?? own) ?? own);
      }
    }
  }
  return ranges;
}
/** The verdict on a check, given what it is held against under each reading. @param {Relation} relation @param {Figures} figures
 * @param {Record<string, Box>} against @param {string} reading @param {Register} register @param {boolean} isSettled
 * @param {{left: number}} effort turns that the checks of a group share @returns {Generator<void, Verdict>} */
function* judge(relation, figures, against, reading, register, isSettled, effort) {
  const ranges = against[reading], values = valuesOf(figures, relation.names), weighed = weighedOf(register);
  const missing = (/** @type {Box} */ box) => relation.names.filter((id) => !of(figures, id).value && of(box, id).equals(of(figures, id).domain));
  const finds = function* (/** @type {Box} */ box) {
    const network = new Network([relation]), [narrowed] = yield* network.contract(box);
    if (!narrowed || isExact(network, narrowed)) return narrowed ? CONSISTENT : INCONSISTENT;
    const [found] = yield* search(network, narrowed, values, within(TURNS_PER_SEARCH, effort));
    effort.left -= network.turns;
    return found;
  };
  let [left, right] = relation.sides(ranges);
  if (relation.hasRepeats) {
    const behind = relation.roots[0] + 1;
    left = yield* sideRange(relation.symbols.slice(0, behind), ranges, effort);
    right = yield* sideRange(relation.symbols.slice(behind), ranges, effort);
  }
  /** @type {Record<string, string>} */
  const byReading = {};
  for (const [name, box] of Object.entries(against)) {
    if (name === register.as_printed) continue;
    const found = yield* finds(box);
    const isImpossible = found === INCONSISTENT && !relation.sides(box).includes(null);
    byReading[name] = isImpossible ? INCONSISTENT : found === CONSISTENT && !missing(box).length ? CONSISTENT : NOT_CHECKABLE;
  }
  const own = byReading[reading], outcomes = weighed.map((name) => byReading[name]);
  const verdict = weighed.includes(reading) && outcomes.includes(CONSISTENT) && outcomes.includes(INCONSISTENT) ? DEPENDS : own;
  const up = right?.hi && left?.lo && right.hi.sub(left.lo), down = left?.hi && right?.lo && left.hi.sub(right.lo);
  const margin = (relation.op === "==" ? least(up, down) : relation.op[0] === "<" ? up : down) ?? null;
  /** @type {Map<string, Fraction | null>} */
  const moves = new Map();
  for (const id of values.keys()) moves.set(id, yield* move(relation, id, of(figures, id), ranges, effort));
  /** @type {Reason[]} */
  const notes = [];
  if (own === CONSISTENT && (yield* finds(against[register.as_printed])) !== CONSISTENT) notes.push({ kind: margin?.sign === 0 ? "just_touch" : "only_rounding" });
  if (own === INCONSISTENT) {
    const held = relation.names.filter((id) => { const figure = of(figures, id); return !figure.value && !figure.mayBeNegative && of(ranges, id).lo?.sign === 0; });
    const freed = new Map(ranges);
    for (const id of held) freed.set(id, new Interval(null, of(ranges, id).hi, false, of(ranges, id).hiOpen));
    if (held.length && (yield* finds(freed)) === CONSISTENT) notes.push({ kind: "held_at_zero", figures: held });
  }
  if (!isSettled) notes.push({ kind: "outer_bounds" });
  return { verdict, left, right, margin, moves, byReading, notes, reason: reasonOf() };

  /** @returns {Reason} */
  function reasonOf() {
    const lacking = missing(ranges), ids = [...values.keys()].filter((id) => moves.get(id));
    if (verdict === NOT_CHECKABLE) return lacking.length ? { kind: "missing", figures: lacking } : { kind: "not_shown" };
    if (verdict === DEPENDS) {
      const shown = Object.fromEntries(weighed.map((name) => [name, byReading[name]]));
      return { kind: "depends", by_reading: shown, tightest: weighed.find((name) => shown[name] === CONSISTENT) };
    }
    const first = extreme(ids, (id) => of(moves, id)?.abs().div(of(values, id).sign ? of(values, id).abs() : ONE) ?? ZERO, -1);
    if (first === undefined) return { kind: "no_single_figure" };
    return { kind: verdict === CONSISTENT ? "breaks_first" : "would_fit", figures: [first], distance: of(moves, first)?.abs() };
  }
}
/** As many turns as are asked for, or what is left. @param {number} turns @param {{left: number}} effort */
const within = (turns, { left }) => Math.max(0, Math.min(turns, left));
/** How far a figure alone would have to move for a check to break, null if never.
 * @param {Relation} relation @param {string} id @param {Quantity} figure @param {Box} ranges @param {{left: number}} effort */
function* move(relation, id, figure, ranges, effort) {
  const free = new Map(ranges).set(id, figure.domain), narrower = relation.narrow(free), own = of(ranges, id);
  let allowed = narrower && (narrower.get(id) ?? figure.domain);
  if (narrower && relation.hasRepeats) {
    const network = new Network([relation]), [box] = yield* network.contract(free);
    allowed = box && (yield* tighten(network, box, id, new Map(), null, within(TURNS_PER_BOX, effort)))[0];
    effort.left -= network.turns;
  }
  if (!allowed) return null;
  const up = allowed.hi && own.lo && allowed.hi.sub(own.lo);
  const isFloor = same(allowed.lo, figure.domain.lo) && allowed.loOpen === figure.domain.loOpen;
  return least(up, isFloor ? null : allowed.lo && own.hi && own.hi.sub(allowed.lo));
}

// --- solve.py ----------------------------------------------------------------------------------------
class Group {
  /** Checks that hang together. @param {[string, Relation][]} checks @param {Figures} figures @param {string} reading @param {Register} register */
  constructor(checks, figures, reading, register) {
    this.checks = checks; this.reading = reading; this.register = register;
    this.network = new Network(checks.map(([, relation]) => relation));
    this.figures = new Map([...this.network.touching.keys()].map((id) => [id, of(figures, id)]));
    this.domains = new Map([...this.figures].map(([id, figure]) => [id, figure.domain]));
    this.values = valuesOf(this.figures, this.figures.keys());
    this.printed = this.printedUnder(reading);
    this.verdicts = /** @type {Map<string, Verdict>} */ (new Map());
    this.witness = /** @type {Values | null} */ (null);
    this.remaining = /** @type {Box | null} */ (null);
    this.outcome = UNDECIDED;
    // What is found later, and once
    this.hulls = /** @type {Map<string, Ranges> | undefined} */ (undefined);
    this.conflict = /** @type {string[] | undefined} */ (undefined);
  }
  /** @param {string} reading @returns {Box} */
  printedUnder(reading) { return new Map([...this.figures].map(([id, figure]) => [id, figure.printed(reading)])); }
  /** Whether all can hold, and the verdict on each check. */
  *decide() {
    const relations = this.checks.map(([, relation]) => relation), { reading, register } = this, effort = { left: TURNS_FOR_VERDICTS };
    const [remaining, isSettled] = yield* this.network.contract(this.printed);
    [this.outcome, this.witness] = remaining ? yield* search(this.network, remaining, this.values) : [INCONSISTENT, null];
    this.remaining = this.outcome === INCONSISTENT ? null : remaining;
    const names = new Set([...weighedOf(register), reading, register.as_printed]), against = /** @type {Record<string, Box[]>} */ ({});
    for (const name of names) against[name] = yield* given(new Network(relations), relations, this.figures, this.printedUnder(name));
    for (const [index, [id, relation]] of this.checks.entries()) {
      const own = Object.fromEntries(Object.entries(against).map(([name, boxes]) => [name, boxes[index]]));
      this.verdicts.set(id, yield* judge(relation, this.figures, own, reading, register, isSettled, effort));
    }
    return this;
  }
}
const KNOWN = new WeakMap();
/** What was made of an object before, or is made of it now. @template T @param {object} source @param {() => T} make @returns {T} */
function known(source, make) {
  if (!KNOWN.has(source)) KNOWN.set(source, make());
  return KNOWN.get(source);
}
/** A register's verdicts, and the groups that ranges and conflict can be asked of; groups of an earlier result are kept.
 * @param {Register} register @param {string} reading @param {{groups: Map<string, Group>} | null} before */
function* solve(register, reading, before = null) {
  const figures = /** @type {Figures} */ (new Map()), printed = /** @type {Box} */ (new Map());
  for (const [id, figure] of Object.entries(register.figures)) {
    figures.set(id, known(figure, () => new Quantity(register, figure)));
    printed.set(id, of(figures, id).printed(reading));
    yield;
  }
  const verdicts = /** @type {Map<string, Verdict>} */ (new Map()), groups = /** @type {Map<string, Group>} */ (new Map());
  const joined = /** @type {[string, Relation][]} */ ([]);
  for (const [id, { relation, aside }] of Object.entries(register.checks)) {
    const [left, right] = relation.sides(printed), set = { left, right, margin: null, moves: new Map(), byReading: {}, notes: [] };
    if (aside) verdicts.set(id, { ...set, verdict: NOT_COMPARABLE, reason: aside });
    else if (!left || !right) verdicts.set(id, { ...set, verdict: NOT_CHECKABLE, reason: { kind: "divides_by_zero" } });
    else joined.push([id, relation]);
    yield;
  }
  for (const checks of components(joined)) {
    const ids = [...new Set(checks.flatMap(([, { names }]) => names))].sort();
    const key = JSON.stringify([reading, checks.map(([id]) => id), ids.map((id) => register.figures[id])]);
    const group = before?.groups.get(key) ?? (yield* new Group(checks, figures, reading, register).decide());
    groups.set(key, group);
    for (const [id, verdict] of group.verdicts) verdicts.set(id, verdict);
    yield;
  }
  const outcomes = [...groups.values()].map((group) => group.outcome);
  const jointly = [INCONSISTENT, UNDECIDED].find((outcome) => outcomes.includes(outcome)) ?? CONSISTENT;
  return { reading, jointly, verdicts, groups, figures, printed };
}
/** @typedef {ReturnType<typeof solve> extends Generator<any, infer T> ? T : never} Solved */
