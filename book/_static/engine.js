// The checker in the page: what book/addup/engine does in Python, on the same register, with the same results.
// Exact rationals in BigInt. Formulas come parsed, hedges and readings as data: nothing is defined twice. Names,
// order and bounds of the work are those of the Python modules named in each heading; their docstrings hold.
// Whatever can take long is a generator that pauses every few steps, so that a page can work in slices.
"use strict";
/** @typedef {Map<string, Interval>} Box */
/** @typedef {Map<string, Fraction>} Values */
/** @typedef {{number: string, scale: string, unit: string, hedge: string, place: string}} Figure */
/** @typedef {{op: string, steps: [string, any, any][], roots: [number, number], aside: {kind: string, units: string[]} | null}} Check */
/** @typedef {Record<string, {place: string, each_zero: number, weighed: boolean}>} Readings */
/** @typedef {Record<string, {vague: boolean, ends: Record<string, Ends[]>}>} Hedges */
/** Ends in places from a number, open or closed. @typedef {[string | null, string | null, boolean, boolean]} Ends */
/** @typedef {{figures: Record<string, Figure>, checks: Record<string, Check>, readings: Readings, hedges: Hedges, as_printed: string}} Register */
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
    let [a, b] = [this.n < 0n ? -this.n : this.n, this.d];
    while (b > 9007199254740991n) [a, b] = [b, a % b];
    let [x, y] = b ? [Number(b), Number(a % b)] : [0, 0];
    while (y) [x, y] = [y, x % y];
    const common = b ? BigInt(x) : a;
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
  neg() { return new Fraction(-this.n, this.d); }
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
const bits = (n) => (n ? 4 * n.toString(16).replace("-", "").length - Math.clz32(parseInt(n.toString(16).replace("-", "")[0], 16)) + 28 : 0);
/** Two to a power. @param {number} exponent */
const power = (exponent) => (exponent < 0 ? new Fraction(1n, 2n ** BigInt(-exponent)) : new Fraction(2n ** BigInt(exponent)));

// --- interval.py -------------------------------------------------------------------------------------
const [LONG_END, LONG_POINT, SHORT_END, FARTHEST_END] = [512, 4096, 256, 4096]; // bits

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
  outward() {
    const longest = this.isPoint ? LONG_POINT : LONG_END, lo = this.lo && notAbove(this.lo, longest);
    const less = this.hi && notAbove(this.hi.neg(), longest), hi = less && less.neg();
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
  if (Math.max(bits(value.n), bits(value.d)) <= SHORT_END) return value;
  const [n, d] = [bits(value.reduce().n), bits(value.d)];
  if (Math.max(n, d) <= longest) return value;
  if (n - d > FARTHEST_END) return value.n > 0n ? new Fraction(2n ** BigInt(FARTHEST_END)) : null;
  if (d - n > FARTHEST_END) return value.n > 0n ? ZERO : new Fraction(-1n, 2n ** BigInt(FARTHEST_END));
  const shift = SHORT_END - (n - d), scale = shift < 0 ? new Fraction(1n, 2n ** BigInt(-shift)) : new Fraction(2n ** BigInt(shift));
  return new Fraction(value.mul(scale).floor()).div(scale);
}

// --- formula.py: a relation comes as steps, operands before operations, and the places of its two sides ------
/** @typedef {{kind: string, first: any, second?: number}} Step */
/** @type {Record<string, (a: any, b: any) => any>} */
const CALCULATE = { "+": (a, b) => a.add(b), "-": (a, b) => a.sub(b), "*": (a, b) => a.mul(b), "/": (a, b) => a.div(b) };
/** Every x for which x * other can be the product. @param {Interval} product @param {Interval} other */
const factor = (product, other) => (product.has(ZERO) && other.has(ZERO) ? WHOLE : product.div(other));
/** What an operation's value says about one operand, given the other. @type {Record<string, (value: Interval, other: Interval) => Interval | null>} */
const LEFT = { "+": (value, right) => value.sub(right), "-": (value, right) => value.add(right), "*": factor, "/": (value, right) => value.mul(right) };
/** @type {Record<string, (value: Interval, other: Interval) => Interval | null>} */
const RIGHT = { "+": (value, left) => value.sub(left), "-": (value, left) => left.sub(value), "*": factor, "/": (value, left) => factor(left, value) };
/** @type {Record<string, (order: number) => boolean>} */
const HOLDS = { "==": (c) => c === 0, "<=": (c) => c <= 0, ">=": (c) => c >= 0, "<": (c) => c < 0, ">": (c) => c > 0 };
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

class Relation {
  /** @param {{steps: [string, any, any][], roots: [number, number], op: string}} parsed */
  constructor(parsed) {
    this.steps = parsed.steps.map(([kind, first, second]) => ({ kind, first: kind === "number" && !(first instanceof Interval) ? Interval.point(Fraction.from(first)) : first, second }));
    this.roots = parsed.roots;
    this.op = parsed.op;
    /** @type {string[]} */
    this.occurrences = this.steps.filter((step) => step.kind === "name").map((step) => step.first);
    this.names = [...new Set(this.occurrences)];
    this.hasRepeats = this.names.length < this.occurrences.length;
  }
  /** @param {Box} ranges @returns {(Interval | null)[]} */
  forward(ranges) {
    /** @type {(Interval | null)[]} */
    const values = [];
    for (const { kind, first, second } of this.steps) {
      const [a, b] = [values[first], values[second]];
      values.push(kind === "name" ? /** @type {Interval} */ (ranges.get(first)) : kind === "number" ? first : a && b ? CALCULATE[kind](a, b) : null);
    }
    return values;
  }
  /** @param {Box} ranges */
  sides(ranges) { const values = this.forward(ranges); return this.roots.map((root) => values[root]); }
  /** The steps at other places. @param {number} by @returns {[string, any, any][]} */
  shifted(by) {
    return this.steps.map(({ kind, first, second }) => (kind in CALCULATE ? [kind, first + by, second + by] : [kind, first, null]));
  }
  /** One side by itself: 0 the left, 1 the right. @param {number} which */
  side(which) {
    const from = which ? this.roots[0] + 1 : 0, root = this.roots[which] - from;
    return new Relation({ op: "==", steps: this.shifted(-from).slice(from, this.roots[which] + 1), roots: [root, root] });
  }
  /** The ranges that it makes narrower; `null` if it leaves nothing: HC4-revise. @param {Box} ranges @returns {Box | null} */
  narrow(ranges) {
    const values = this.forward(ranges), [left, right] = this.roots.map((root) => values[root]);
    const [newLeft, newRight] = left && right ? meet(left, this.op, right) : [null, null];
    /** @type {Box} */
    const narrower = new Map();
    /** @type {[number, Interval | null][]} */
    const pending = [[this.roots[0], newLeft], [this.roots[1], newRight]];
    for (let next; (next = pending.pop());) {
      const [index, wanted] = next, { kind, first, second } = this.steps[index];
      if (!wanted) return null;
      if (wanted === values[index]) continue;
      if (kind === "name") {
        const known = narrower.get(first) ?? /** @type {Interval} */ (ranges.get(first)), both = known.and(wanted);
        if (!both) return null;
        if (both !== known) narrower.set(first, both);
      } else if (kind !== "number") {
        const [a, b] = [values[first], values[second]];
        if (!a || !b) return null;
        const forA = LEFT[kind](wanted, b), newA = forA && a.and(forA), forB = newA && RIGHT[kind](wanted, newA);
        pending.push([first, newA], [second, forB && b.and(forB)]);
      }
    }
    return narrower;
  }
  /** Whether plain substitution satisfies it; division by zero satisfies nothing. @param {Values} values */
  holds(values) {
    /** @type {(Fraction | null)[]} */
    const found = [];
    for (const { kind, first, second } of this.steps) {
      const [a, b] = [found[first], found[second]];
      if (kind === "name") found.push(/** @type {Fraction} */ (values.get(first)));
      else if (kind === "number") found.push(first.lo);
      else if (kind === "/" && (!b || !b.sign)) return false;
      else found.push(CALCULATE[kind](a, b));
    }
    const [left, right] = this.roots.map((root) => /** @type {Fraction} */ (found[root]));
    return HOLDS[this.op](left.cmp(right));
  }
  /** Whether what it leaves of a range can have a gap: a factor or divisor may have either sign. @param {Box} ranges */
  mayPart(ranges) {
    const values = this.forward(ranges);
    /** @param {number} index */
    const straddles = (index) => { const v = values[index]; return !v || ((!v.lo || v.lo.sign < 0) && (!v.hi || v.hi.sign > 0)); };
    return this.steps.some(({ kind, first, second }) => (kind === "/" && straddles(second)) || (kind === "*" && straddles(first) && straddles(second)));
  }
}

// --- network.py --------------------------------------------------------------------------------------
const TURNS_PER_RELATION = 200, SMALLEST_STEP = new Fraction(1n, 2n ** 32n), KEPT = ONE.sub(SMALLEST_STEP), TURNS_PER_SLICE = 2;
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
        if (!left--) return [box, false];
        this.turns++;
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
  /** Calls back for each item with what is left when all others are added, half of them at a time.
   * @template T @param {T[]} items @param {Box | null} box @param {boolean} settled
   * @param {(box: Box, added: T[], leftOut: T[]) => Generator<void, [Box | null, boolean]>} add
   * @param {(item: T, box: Box | null, settled: boolean) => Generator<void, void>} visit @returns {Generator<void, void>} */
  *divide(items, box, settled, add, visit) {
    if (!box || items.length <= 1) { for (const item of items) yield* visit(item, box, settled); return; }
    const one = items.slice(0, items.length >> 1), other = items.slice(items.length >> 1);
    for (const [leftOut, added] of [[one, other], [other, one]]) {
      const [more, also] = yield* add(box, added, leftOut);
      yield* this.divide(leftOut, more, settled && also, add, visit);
    }
  }
  /** For each figure the box if its own range is left out.
   * @param {Box} ranges @param {Box} domains @param {(id: string, box: Box | null, settled: boolean) => Generator<void, void>} visit */
  *leaveOneOut(ranges, domains, visit) {
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
    }, visit);
  }
  /** For each of some relations, counted as they were given, what all others make of a box.
   * @param {number[]} wanted @param {Box} box @param {(index: number, box: Box | null) => Generator<void, void>} visit */
  *leaveEachOut(wanted, box, visit) {
    const network = this, places = [...this.order.keys()].filter((place) => wanted.includes(this.order[place]));
    if (!places.length) return;
    const start = new Map([...this.touching.keys()].map((id) => [id, of(box, id)]));
    const [first] = yield* this.contract(start, { due: this.order.keys(), asleep: new Set(places) });
    yield* this.divide(places, first, true, (box, added, leftOut) => network.contract(box, { due: added, asleep: new Set(leftOut) }),
      (place, box) => visit(this.order[place], box));
  }
}
/** @param {Interval} before @param {Interval} after */
function isWorthIt(before, after) {
  if (!before.lo || !before.hi || !after.lo || !after.hi) return !(same(before.lo, after.lo) && same(before.hi, after.hi));
  return after.hi.sub(after.lo).cmp(before.hi.sub(before.lo).mul(KEPT)) < 0;
}
/** Checks in groups that share no figure, in the order of Python's. @param {[string, Relation][]} checks */
function components(checks) {
  /** @type {{names: Set<string>, members: number[]}[]} */
  const groups = [];
  const groupOf = new Map();
  checks.forEach(([, { names }], index) => {
    const joined = [...new Set(names.filter((id) => groupOf.has(id)).map((id) => groupOf.get(id)))].sort((a, b) => a - b);
    const target = joined.reduce((a, b) => (groups[b].members.length > groups[a].members.length ? b : a), joined[0] ?? groups.length);
    groups[target] ??= { names: new Set(), members: [] };
    for (const other of joined) {
      if (other === target) continue;
      groups[other].names.forEach((id) => groups[target].names.add(id));
      groups[target].members.push(...groups[other].members.splice(0));
    }
    names.forEach((id) => groups[target].names.add(id));
    groups[target].members.push(index);
    if (names.length) for (const id of groups[target].names) groupOf.set(id, target);
  });
  return groups.filter((group) => group.members.length).map((group) => group.members.sort((a, b) => a - b).map((index) => checks[index]));
}

// --- search.py ---------------------------------------------------------------------------------------
const TURNS_PER_SEARCH = 3000, CONSISTENT = "consistent", INCONSISTENT = "inconsistent", UNDECIDED = "undecided";
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

// --- hulls.py ----------------------------------------------------------------------------------------
const PRECISION = new Fraction(1n, 2n ** 20n), FAR = new Fraction(2n ** 40n), FOUR = new Fraction(4n);
const [HALVINGS, DOUBTS, TURNS_PER_QUESTION, TURNS_PER_BOX] = [64, 2, 300, 1500];

/** Whether a fixed point is known to be the hull of its solutions: no ring, no gap. @param {Network} network @param {Box} box */
function isExact(network, box) {
  const group = new Map(), root = (/** @type {string} */ node) => { while (group.has(node)) node = group.get(node); return node; };
  return network.relations.every((relation, index) => relation.occurrences.every((id) => {
    if (of(box, id).isPoint) return true;
    const [one, other] = [root(`#${index}`), root(id)];
    group.set(other, one);
    return one !== other;
  }) && !relation.mayPart(box));
}
/** @param {Network} network */
const mostTied = ({ touching }) => [...touching.keys()].sort((a, b) => of(touching, b).length - of(touching, a).length);
/** Whether a solution with this value was shown to exist; false says nothing.
 * @param {Network} network @param {Box} box @param {string} id @param {Fraction} value @param {Values} printed */
function* fitsAt(network, box, id, value, printed) {
  let [start, settled] = yield* network.contract(fixed(box, id, value), { news: [id] });
  if (!start || !settled) return false;
  for (const choose of [likely, middle]) {
    let current = start;
    for (const other of mostTied(network)) {
      if (!current || isExact(network, current)) break;
      const interval = of(current, other);
      if (!interval.isPoint) [current, settled] = yield* network.contract(fixed(current, other, choose(other, interval, printed)), { news: [other] });
    }
    if (current && settled && isExact(network, current)) return true;
    [start] = yield* network.contract(fixed(box, id, value), { news: [id] });
  }
  return false;
}
/** The hull of what one figure can be in a fixed point, null if nothing fits; and whether both ends are proved.
 * @param {Network} network @param {Box} box @param {string} id @param {Values} printed @param {Fraction | null} inner
 * @returns {Generator<void, [Interval | null, boolean]>} */
function* tighten(network, box, id, printed, inner = null, turns = TURNS_PER_BOX) {
  if (turns <= 0) return [of(box, id), false];
  const lastTurn = network.turns + turns;
  let proved = true, current = /** @type {Box | null} */ (box);
  for (const side of [1, -1]) {
    if (!current) return [null, true];
    const [moved, isEnd] = /** @type {[Box | null, boolean]} */ (yield* end(network, current, id, side, printed, inner, lastTurn));
    [current, proved] = [moved, proved && isEnd];
  }
  return current ? [of(current, id), proved] : [null, true];
}
/** Move one end inwards. @param {Network} network @param {Box} box @param {string} id @param {number} side @param {Values} printed
 * @param {Fraction | null} known @param {number} lastTurn @returns {Generator<void, [Box | null, boolean]>} */
function* end(network, box, id, side, printed, known, lastTurn) {
  const facing = (/** @type {Interval} */ interval) => (side > 0 ? interval : interval.neg());
  const faced = (/** @type {Fraction} */ value) => (side > 0 ? value : value.neg());
  let inner = known && faced(known), reached = false, doubts = 0;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const have = facing(of(box, id));
    if (yield* fitsAt(network, box, id, faced(atTheEnd(have)), printed)) return [box, true];
    if (have.isPoint) {
      const [found] = yield* search(network, box, printed, TURNS_PER_QUESTION);
      return found === INCONSISTENT ? [null, true] : [box, found === CONSISTENT];
    }
    if (network.turns > lastTurn) break;
    let cut = between(have, inner);
    if (!reached) {
      reached = true;
      const out = yield* furthest(network, box, id, side);
      if (out && (!inner || out.cmp(inner) > 0)) [inner, cut] = [out, beyond(have, out)];
    }
    const part = have.and(new Interval(cut));
    const [found, value] = part ? yield* fitsIn(network, new Map(box).set(id, facing(part)), id, printed) : [INCONSISTENT, null];
    if (found === INCONSISTENT) {
      const rest = have.and(new Interval(null, cut, false, true));
      const narrowed = rest && (yield* network.contract(new Map(box).set(id, facing(rest)), { news: [id] }))[0];
      if (!narrowed) return [null, true];
      box = narrowed;
    } else if (value) inner = faced(value);
    else { doubts++; inner = cut; }
    if (doubts > DOUBTS || (doubts && found === CONSISTENT)) break;
    const now = facing(of(box, id));
    if (inner && (now.hi ? now.hi.sub(inner).cmp(tolerance(now)) <= 0 : inner.cmp(far(now)) >= 0)) return [box, !doubts];
  }
  return [box, false];
}
/** A value that fits and is far out. @param {Network} network @param {Box} box @param {string} id @param {number} side */
function* furthest(network, box, id, side) {
  const reach = (/** @type {Interval} */ interval) => { const end = side > 0 ? interval.hi : interval.lo; return end && interval.has(end) ? (side > 0 ? end : end.neg()) : null; };
  let current = box;
  for (const other of mostTied(network)) {
    if (isExact(network, current)) break;
    const interval = of(current, other);
    if (other === id || interval.isPoint) continue;
    let best = /** @type {[Fraction, Box] | null} */ (null);
    for (const value of [interval.lo, interval.hi]) {
      if (!value || !interval.has(value)) continue;
      const [narrowed] = yield* network.contract(fixed(current, other, value), { news: [other] });
      const reached = narrowed && reach(of(narrowed, id));
      if (narrowed && reached && (!best || reached.cmp(best[0]) > 0)) best = [reached, narrowed];
    }
    if (!best) return null;
    current = best[1];
  }
  return isExact(network, current) ? reach(of(current, id)) : null;
}
/** @param {Network} network @param {Box} box @param {string} id @param {Values} printed @returns {Generator<void, [string, Fraction | null]>} */
function* fitsIn(network, box, id, printed) {
  const [narrowed] = yield* network.contract(box, { news: [id] });
  if (!narrowed) return [INCONSISTENT, null];
  const own = of(narrowed, id), value = own.isPoint ? own.simplest() : own.middle();
  if (yield* fitsAt(network, narrowed, id, value, printed)) return [CONSISTENT, value];
  const [found, witness] = yield* search(network, narrowed, printed, TURNS_PER_QUESTION);
  return [found, witness && of(witness, id)];
}
/** @param {Interval} have @param {Fraction} inner */
function beyond(have, inner) {
  if (!have.hi) return far(have);
  const room = have.hi.sub(inner), half = tolerance(have).mul(HALF), step = room.cmp(half) < 0 ? room : half;
  return new Interval(inner.add(step.mul(HALF)), inner.add(step)).simplest();
}
/** @param {Interval} have */
function atTheEnd(have) {
  if (!have.hi) return far(have);
  return have.hiOpen ? have.hi.sub(tolerance(have).mul(HALF)) : have.hi;
}
/** @param {Interval} have */
const far = ({ lo }) => (lo ? lo.add(larger(ONE, lo.abs()).mul(FAR)) : FAR);
/** A short fraction between what is known to fit and the upper end. @param {Interval} have @param {Fraction | null} inner */
function between(have, inner) {
  if (!have.hi) return far(have);
  const lo = inner ?? have.lo;
  if (!lo) return have.middle();
  if (lo.sign > 0 && have.hi.cmp(lo.mul(FOUR)) > 0) {
    const sum = exponent(lo) + exponent(have.hi);
    return power(Math.floor(sum / 2));
  }
  const quarter = have.hi.sub(lo).div(FOUR);
  return new Interval(lo.add(quarter), have.hi.sub(quarter)).simplest();
}
/** @param {Fraction} value */
const exponent = (value) => bits(value.reduce().n) - bits(value.d);
/** How far the upper end may lie from its hull. @param {Interval} have */
function tolerance({ lo, hi }) {
  const end = /** @type {Fraction} */ (hi), width = lo && end.sub(lo);
  const size = width && (!end.sign || width.cmp(end.abs()) < 0) ? width : end.abs();
  return size.mul(PRECISION);
}
/** The hull of what a side can be, null where it divides by zero. @param {Relation} side @param {Box} ranges */
function* sideRange(side, ranges) {
  if (!side.hasRepeats) return side.sides(ranges)[0];
  const network = new Network([new Relation({ op: "==", steps: [["name", "=", null], ...side.shifted(1)], roots: [0, side.steps.length] })]);
  const start = new Map(side.names.map((id) => [id, of(ranges, id)])).set("=", WHOLE), [box] = yield* network.contract(start);
  if (!box) return null;
  if (isExact(network, box)) return of(box, "=");
  return (yield* tighten(network, box, "=", new Map(side.names.map((id) => [id, of(ranges, id).middle()]))))[0];
}

// --- figures.py and hedges.py ------------------------------------------------------------------------
const DAYS_BEFORE_1970 = 719163;
class Quantity {
  /** A figure as printed, or as a reader would have it. @param {Register} register @param {Figure} figure */
  constructor(register, figure) {
    Object.assign(this, figure);
    this.register = register; this.figure = figure;
    this.isDate = figure.unit === "date";
    this.hedge = register.hedges[figure.hedge];
    this.scale = Fraction.from(figure.scale);
    const [mantissa, power] = figure.number.toLowerCase().split("e"), digits = mantissa.replace(/[.-]/g, "");
    this.lastPlace = this.isDate ? ONE : Fraction.from(`1e${Number(power ?? 0) - (mantissa.split(".")[1] ?? "").length}`);
    const zeros = this.isDate || !/[1-9]/.test(digits) ? 0 : digits.length - digits.replace(/0+$/, "").length;
    this.roundPlace = this.lastPlace.mul(Fraction.from(`1e${zeros}`));
    this.place = figure.place ? Fraction.from(figure.place) : null;
    /** @type {Fraction | null} */
    this.value = !figure.number ? null : this.isDate ? Fraction.from(String(Date.parse(figure.number) / 864e5 + DAYS_BEFORE_1970)) : Fraction.from(figure.number).mul(this.scale);
    this.isExact = this.place?.sign === 0 || (this.isDate && !this.hedge.vague);
    this.mayBeNegative = /(^|[*/])(date|change)($|[*/])/.test(figure.unit) || (this.value !== null && (this.value.sign < 0 ||
      Object.keys(register.readings).some((name) => name !== register.as_printed && !this.bound(name).and(NOT_NEGATIVE))));
    this.domain = this.mayBeNegative ? WHOLE : NOT_NEGATIVE;
  }
  /** @param {string} reading */
  printed(reading) { return this.value ? /** @type {Interval} */ (this.bound(reading).and(this.domain)) : this.domain; }
  /** @param {string} reading */
  bound(reading) {
    const value = /** @type {Fraction} */ (this.value), [low, high, loOpen, hiOpen] = this.hedge.ends[reading][value.sign + 1];
    let place = this.placeFor(reading);
    if (this.hedge.vague) {
      let wide = smaller(place, this.lastPlace);
      const each = Fraction.from(String(this.register.readings[reading].each_zero));
      for (let zero = wide; zero.sign && zero.mul(TEN).cmp(this.roundPlace) <= 0; zero = zero.mul(TEN)) wide = wide.mul(each);
      place = larger(place, wide);
    }
    const step = place.mul(this.scale), [lo, hi] = [low, high].map((end) => (end === null ? null : value.add(Fraction.from(end).mul(step))));
    return !step.sign && same(lo, hi) ? new Interval(lo, hi) : new Interval(lo, hi, loOpen, hiOpen);
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
  const leftOut = [...relations.keys()].filter((index) => unknown[index].length);
  yield* network.leaveEachOut(leftOut, printed, function* (index, box) {
    const said = box ? [box] : relations.filter((_, other) => other !== index).map((relation) => relation.narrow(printed) ?? new Map());
    for (const told of said) {
      for (const id of unknown[index]) {
        const own = of(ranges[index], id);
        ranges[index].set(id, own.and(told.get(id) ?? own) ?? own);
      }
    }
  });
  return ranges;
}
/** The verdict on a check, given what it is held against under each reading. @param {Relation} relation @param {Figures} figures
 * @param {Record<string, Box>} against @param {string} reading @param {Register} register @param {boolean} isSettled @returns {Generator<void, Verdict>} */
function* judge(relation, figures, against, reading, register, isSettled) {
  const ranges = against[reading], values = valuesOf(figures, relation.names), weighed = weighedOf(register);
  const missing = (/** @type {Box} */ box) => relation.names.filter((id) => !of(figures, id).value && of(box, id).equals(of(figures, id).domain));
  const finds = function* (/** @type {Box} */ box) { return (yield* search(new Network([relation]), box, values))[0]; };
  const [left, right] = [yield* sideRange(relation.side(0), ranges), yield* sideRange(relation.side(1), ranges)];
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
  for (const id of values.keys()) moves.set(id, yield* move(relation, id, of(figures, id), ranges));
  /** @type {Reason[]} */
  const notes = [];
  if (own === CONSISTENT && (yield* finds(against[register.as_printed])) !== CONSISTENT) notes.push({ kind: margin?.sign === 0 ? "just_touch" : "only_rounding" });
  if (own === INCONSISTENT) {
    const held = relation.names.filter((id) => { const figure = of(figures, id); return !figure.value && !figure.mayBeNegative && of(ranges, id).lo?.sign === 0; });
    const freed = new Map(ranges);
    for (const id of held) freed.set(id, new Interval(null, of(ranges, id).hi, false, of(ranges, id).hiOpen));
    if ((yield* finds(freed)) === CONSISTENT && held.length) notes.push({ kind: "held_at_zero", figures: held });
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
/** How far a figure alone would have to move for a check to break, null if never.
 * @param {Relation} relation @param {string} id @param {Quantity} figure @param {Box} ranges */
function* move(relation, id, figure, ranges) {
  const network = new Network([relation]), [box] = yield* network.contract(new Map(ranges).set(id, figure.domain));
  const allowed = box && (isExact(network, box) ? of(box, id) : (yield* tighten(network, box, id, new Map()))[0]), own = of(ranges, id);
  if (!allowed) return null;
  const up = allowed.hi && own.lo && allowed.hi.sub(own.lo);
  const isFloor = same(allowed.lo, figure.domain.lo) && allowed.loOpen === figure.domain.loOpen;
  return least(up, isFloor ? null : allowed.lo && own.hi && own.hi.sub(allowed.lo));
}

// --- conflicts.py ------------------------------------------------------------------------------------
const SUBSETS_TRIED = 500;
/** The smallest subset that still contradicts itself.
 * @template T @param {T[]} items @param {(subset: T[]) => Generator<void, boolean>} contradicts @returns {Generator<void, T[]>} */
function* smallest(items, contradicts) {
  let kept = items, tried = 0;
  for (const item of items) {
    const rest = kept.filter((other) => other !== item);
    if (yield* contradicts(rest)) kept = rest;
  }
  for (let size = 1; size < kept.length; size++) {
    for (const subset of combinations(items, size)) {
      if (tried++ === SUBSETS_TRIED) return kept;
      if (yield* contradicts(subset)) return subset;
    }
  }
  return kept;
}
/** @template T @param {T[]} items @param {number} size @returns {Generator<T[]>} */
function* combinations(items, size, from = 0) {
  if (!size) yield [];
  for (let at = from; size && at < items.length; at++) for (const rest of combinations(items, size - 1, at + 1)) yield [items[at], ...rest];
}

// --- solve.py ----------------------------------------------------------------------------------------
const TURNS_PER_GROUP = 8000;
/** @typedef {{printed: Interval, implied: Interval | null, remaining: Interval | null, saysNothing: boolean, isHull: boolean}} Ranges */
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
    this.outcome = UNDECIDED;
  }
  /** @param {string} reading @returns {Box} */
  printedUnder(reading) { return new Map([...this.figures].map(([id, figure]) => [id, figure.printed(reading)])); }
  /** Whether all can hold, and the verdict on each check. */
  *decide() {
    const relations = this.checks.map(([, relation]) => relation), { reading, register } = this;
    const [remaining, isSettled] = yield* this.network.contract(this.printed);
    [this.outcome, this.witness] = remaining ? yield* search(this.network, remaining, this.values) : [INCONSISTENT, null];
    this.remaining = this.outcome === INCONSISTENT ? null : remaining;
    const names = new Set([...weighedOf(register), reading, register.as_printed]), against = /** @type {Record<string, Box[]>} */ ({});
    for (const name of names) against[name] = yield* given(new Network(relations), relations, this.figures, this.printedUnder(name));
    for (const [index, [id, relation]] of this.checks.entries()) {
      const own = Object.fromEntries(Object.entries(against).map(([name, boxes]) => [name, boxes[index]]));
      this.verdicts.set(id, yield* judge(relation, this.figures, own, reading, register, isSettled));
    }
    return this;
  }
  /** The three ranges of each figure; outer ones are found at once. @param {boolean} outer @returns {Generator<void, Map<string, Ranges>>} */
  *ranges(outer = false) {
    if (this.hulls) return this.hulls;
    const { network, values, witness } = this, found = new Map(), lastTurn = network.turns + TURNS_PER_GROUP, kept = this.remaining;
    /** @type {(box: Box, id: string) => Generator<void, [Interval | null, boolean]>} */
    const hull = function* (box, id) {
      if (outer || isExact(network, box)) return [of(box, id), true];
      return yield* tighten(network, box, id, values, witness?.get(id), Math.min(TURNS_PER_BOX, lastTurn - network.turns));
    };
    yield* network.leaveOneOut(this.printed, this.domains, (/** @type {string} */ id, /** @type {Box | null} */ box, /** @type {boolean} */ settled) => visit.call(this, id, box, settled));
    if (!outer) this.hulls = found;
    return found;
    /** @this {Group} @param {string} id @param {Box | null} box @param {boolean} settled */
    function* visit(id, box, settled) {
      let [implied, isHull] = box ? yield* hull(box, id) : [null, true], remaining = kept && implied && of(kept, id).and(implied);
      isHull &&= settled;
      if (kept && values.has(id) && remaining && !remaining.equals(implied)) {
        const [tight, also] = yield* hull(new Map(kept).set(id, remaining), id);
        [remaining, isHull] = [tight, isHull && also];
      }
      found.set(id, { printed: of(this.printed, id), implied, remaining, saysNothing: of(this.domains, id).equals(implied), isHull });
    }
  }
  /** The ids of a smallest set of figures and checks that cannot all hold. @returns {Generator<void, string[]>} */
  *conflict() {
    if (this.found || this.outcome !== INCONSISTENT) return this.found ?? [];
    const { printed, domains, values } = this;
    const isPlain = !(yield* new Network(this.checks.map(([, relation]) => relation)).contract(printed))[0];
    const contradicts = function* (/** @type {[string, Relation][]} */ subset, /** @type {Iterable<string>} */ ids) {
      const network = new Network(subset.map(([, relation]) => relation)), held = new Set(ids);
      const box = new Map([...network.touching.keys()].map((id) => [id, of(held.has(id) ? printed : domains, id)]));
      return isPlain ? !(yield* network.contract(box))[0] : (yield* search(network, box, values))[0] === INCONSISTENT;
    };
    const few = yield* smallest(this.checks, (subset) => contradicts(subset, printed.keys()));
    const named = new Set(few.flatMap(([, relation]) => relation.names));
    const ids = yield* smallest([...printed.keys()].filter((id) => named.has(id)), (subset) => contradicts(few, subset));
    return (this.found = [...ids, ...few.map(([id]) => id)]);
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
  const figures = new Map(Object.entries(register.figures).map(([id, figure]) => [id, known(figure, () => new Quantity(register, figure))]));
  const printed = new Map([...figures].map(([id, figure]) => [id, figure.printed(reading)]));
  const verdicts = /** @type {Map<string, Verdict>} */ (new Map()), groups = new Map(), joined = /** @type {[string, Relation][]} */ ([]);
  for (const [id, check] of Object.entries(register.checks)) {
    const relation = known(check, () => new Relation(check)), [left, right] = relation.sides(printed);
    const set = { left, right, margin: null, moves: new Map(), byReading: {}, notes: [] };
    if (check.aside) verdicts.set(id, { ...set, verdict: NOT_COMPARABLE, reason: check.aside });
    else if (!left || !right) verdicts.set(id, { ...set, verdict: NOT_CHECKABLE, reason: { kind: "divides_by_zero" } });
    else joined.push([id, relation]);
  }
  for (const checks of components(joined)) {
    const stated = [...new Set(checks.flatMap(([, { names }]) => names))].sort().map((id) => Object.values(register.figures[id]));
    const key = JSON.stringify([reading, checks.map(([id]) => id), stated]);
    const group = before?.groups.get(key) ?? (yield* new Group(checks, figures, reading, register).decide());
    groups.set(key, group);
    for (const [id, verdict] of group.verdicts) verdicts.set(id, verdict);
  }
  const outcomes = [...groups.values()].map((group) => group.outcome);
  const jointly = [INCONSISTENT, UNDECIDED].find((outcome) => outcomes.includes(outcome)) ?? CONSISTENT;
  return { reading, jointly, verdicts, groups, figures, printed };
}
/** @typedef {ReturnType<typeof solve> extends Generator<any, infer T> ? T : never} Solved */
/** Every figure's ranges. @param {Solved} result */
function* rangesOf(result, outer = false) {
  const all = new Map([...result.printed].map(([id, printed]) => [id, { printed, implied: of(result.figures, id).domain, remaining: printed, saysNothing: true, isHull: true }]));
  for (const group of result.groups.values()) for (const [id, ranges] of yield* group.ranges(outer)) all.set(id, ranges);
  return all;
}
/** @param {{groups: Map<string, Group>}} result */
function* conflictOf(result) {
  for (const group of result.groups.values()) if (group.outcome === INCONSISTENT) return yield* group.conflict();
  return [];
}
