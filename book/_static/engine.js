// The checker in the page: what book/addup/engine does in Python, on the same register, with the same results.
// Exact rationals in BigInt. Formulas come parsed, hedges and readings as data: nothing is defined twice. Names,
// order and bounds of the work are those of the Python modules named in each heading; their docstrings hold.
// Whatever can take long is a generator that pauses at every turn, so that a page can work in slices.
/** @typedef {Map<string, Interval>} Box */
/** @typedef {Map<string, Fraction>} Values */
/** What a reader changed as one with others is told as one. @typedef {{label: string, number: string, scale: string,
 *   unit: string, hedge: string, place: string, told?: string}} Figure */
/** @typedef {{relation: Relation, formula: string, question: string, verdict: string, isTest: boolean,
 *   aside?: Reason}} Check */
/** @typedef {Record<string, {place: "last" | "declared" | "round", each_zero: string}>} Readings */
/** By reading the ends in places from a number: of one below 0, of 0 and of one above.
 * @typedef {Record<string, {says: string, vague: boolean, ends: Record<string, Ends[]>}>} Hedges */
/** @typedef {[lo: string, hi: string, loOpen: boolean, hiOpen: boolean]} Ends */
/** @typedef {{figures: Record<string, Figure>, checks: Record<string, Check>, groups: string[][],
 *   readings: Readings, hedges: Hedges, asked: string[], weighed: string[], as_printed: string,
 *   usual: string, words: Vocabulary, start: string, signs: Record<string, string>}} Register */
/** @typedef {{kind: string, figures?: string[], distance?: Fraction, units?: string,
 *   by_reading?: Record<string, string>, tightest?: string}} Reason */
/** @typedef {Map<string, Quantity>} Figures */
/** @typedef {{left: number}} Effort turns that the checks of a group share */

// --- fractions ---------------------------------------------------------------------------------------
/** A quotient, or as the end of a range what lies on one side of it: just above (1), just below (-1), at it (0). In
 * lowest terms only where that is asked for: it takes longer than all else. 1/0 is infinite, and never reached. */
class Fraction {
  /** @param {bigint} n @param {bigint} d */
  constructor(n, d = 1n, side = 0) {
    this.n = !d ? (n < 0n ? -1n : 1n) : d < 0n ? -n : n;
    this.d = d < 0n ? -d : d;
    this.side = d ? side : -Number(this.n);
  }
  /** A decimal number ("5.5", "1e9") or a quotient ("-1/2"). @param {string} text @returns {Fraction} */
  static from(text) {
    const [over, under] = text.split("/"), { digits, exponent } = decimal(over);
    return new Fraction(BigInt(digits)).mul(tenTo(exponent)).div(under ? Fraction.from(under) : ONE);
  }
  /** The same value, on one of its sides or at it. @param {number} side */
  to(side) { return new Fraction(this.n, this.d, side); }
  /** This, changed to lowest terms. */
  reduce() {
    let [common, rest] = [this.abs().n, this.d];
    while (rest) [common, rest] = [rest, common % rest];
    [this.n, this.d] = [this.n / common, this.d / common];
    return this;
  }
  /** This, in lowest terms if it is long: ends that stay in a box would get longer with every turn.
   * @param {number} longest in bits */
  inShort(longest) { return Math.max(bits(this.n), bits(this.d)) > longest ? this.reduce() : this; }
  /** @param {Fraction} o */
  add(o) {
    const [n, d] = this.d === o.d ? [this.n + o.n, this.d] : [this.n * o.d + o.n * this.d, this.d * o.d];
    return new Fraction(n, d, Math.sign(this.side + o.side));
  }
  /** @param {Fraction} o */
  sub(o) { return this.add(o.neg()); }
  /** Zero times anything is zero, and reached as soon as one zero is. @param {Fraction} o */
  mul(o) {
    const side = Math.sign(this.side * o.sign + o.side * this.sign) || this.side * o.side;
    return new Fraction(this.n * o.n, this.n && o.n ? this.d * o.d : 1n, side);
  }
  /** @param {Fraction} o */
  div(o) { return this.mul(new Fraction(o.d, o.n, -o.side)); }
  neg() { return new Fraction(-this.n, this.d, -this.side); }
  abs() { return this.n < 0n ? this.neg() : this; }
  get sign() { return order(this.n, 0n); }
  get isFinite() { return this.d > 0n; }
  /** By value alone. @param {Fraction} o */
  cmp(o) { return this.d === o.d ? order(this.n, o.n) : order(this.n * o.d, o.n * this.d); }
  /** As ends of ranges. @param {Fraction} o */
  cmpEnd(o) { return this.cmp(o) || this.side - o.side; }
  floor() { const q = this.n / this.d; return this.n < 0n && q * this.d !== this.n ? q - 1n : q; }
  toString() { this.reduce(); return `${this.n}/${this.d}`; }
}
const ZERO = new Fraction(0n), ONE = new Fraction(1n), TEN = new Fraction(10n), HALF = new Fraction(1n, 2n);
const INFINITE = new Fraction(1n, 0n);
/** @param {Fraction} a @param {Fraction} b */
const larger = (a, b) => (a.cmpEnd(b) < 0 ? b : a);
/** @param {Fraction} a @param {Fraction} b */
const smaller = (a, b) => (b.cmpEnd(a) < 0 ? b : a);
/** @param {Fraction} a @param {Fraction} b */
const same = (a, b) => a === b || !a.cmp(b);
/** The first of the items with the greatest size. @template T @param {T[]} items
 * @param {(item: T) => Fraction} size @returns {T | undefined} */
const greatest = (items, size) => items.reduce((a, b) => (size(b).cmp(size(a)) > 0 ? b : a), items[0]);
/** A map from ids to what each has; those that have nothing are left out. @template T @param {Iterable<string>} ids
 * @param {(id: string, at: number) => T | null | undefined} has */
const each = (ids, has) => new Map([...ids].flatMap((id, at) => {
  const own = has(id, at);
  return own ? [/** @type {[string, T]} */ ([id, own])] : [];
}));
/** What a map is known to hold. @template K, T @param {Map<K, T>} map @param {K} key */
const of = (map, key) => /** @type {T} */ (map.get(key));
/** @param {bigint} n */
const bits = (n) => n.toString(2).replace("-", "").length;
/** @param {bigint} a @param {bigint} b */
const order = (a, b) => (a > b ? 1 : a < b ? -1 : 0);
/** Two, or another base, to a power. @param {number} to @returns {Fraction} */
const power = (to, base = 2n) => (to < 0 ? ONE.div(power(-to, base)) : new Fraction(base ** BigInt(to)));
/** @param {number} exponent */
const tenTo = (exponent) => power(exponent, 10n);
/** The digits of a decimal number, and the exponent of the last. @param {string} number */
function decimal(number) {
  const [mantissa, exponent = "0"] = number.toLowerCase().split("e"), [whole, part = ""] = mantissa.split(".");
  return { digits: whole + part, exponent: Number(exponent) - part.length };
}

// --- interval.py -------------------------------------------------------------------------------------
const [LONG_END, SHORT_END, LONG_STEP, FARTHEST_END] = [512, 256, 2048, 4096]; // bits

class Interval {
  /** @param {Fraction} lo @param {Fraction} hi */
  constructor(lo = INFINITE.neg(), hi = INFINITE) { this.lo = lo; this.hi = hi; }
  get ends() { return [this.lo, this.hi]; }
  get isPoint() { return same(this.lo, this.hi); }
  get width() { return this.hi.sub(this.lo).to(0); }
  /** @param {Fraction} value */
  has(value) { return this.lo.cmpEnd(value) <= 0 && this.hi.cmpEnd(value) >= 0; }
  /** The values in both; `null` if there are none, this very object if nothing is lost. @param {Interval} o */
  and(o) {
    const lo = larger(this.lo, o.lo), hi = smaller(this.hi, o.hi);
    if (lo === this.lo && hi === this.hi) return this;
    return lo.cmpEnd(hi) > 0 ? null : new Interval(lo, hi);
  }
  /** Whether neither loses anything by the other. @param {Interval | null} o */
  equals(o) { return !!o && this.and(o) === this && o.and(this) === o; }
  neg() { return new Interval(this.hi.neg(), this.lo.neg()); }
  /** @param {Interval} o */
  add(o) { return new Interval(this.lo.add(o.lo), this.hi.add(o.hi)); }
  /** @param {Interval} o */
  sub(o) { return this.add(o.neg()); }
  /** @param {Interval} o */
  mul(o) {
    const corners = this.ends.flatMap((mine) => o.ends.map((theirs) => mine.mul(theirs)));
    return new Interval(corners.reduce(smaller), corners.reduce(larger));
  }
  /** The hull of all quotients by values other than zero; `null` if there is none. @param {Interval} o */
  div(o) {
    if (o.isPoint && !o.lo.sign) return null;
    if (o.lo.sign >= 0) return this.mul(o.inverse());
    return o.hi.sign <= 0 ? this.mul(o.neg().inverse()).neg() : this.mul(WHOLE);
  }
  inverse() { return new Interval(ONE.div(this.hi), ONE.div(this.lo)); }
  /** The value with the smallest denominator, nearest to zero. @returns {Fraction} */
  simplest() {
    if (this.has(ZERO)) return ZERO;
    if (this.lo.sign < 0) return this.neg().simplest().neg();
    const whole = new Fraction(this.lo.floor()), found = [whole, whole.add(ONE)].find((term) => this.has(term));
    return found ?? whole.add(ONE.div(this.sub(point(whole)).inverse().simplest()));
  }
  /** @returns {Fraction} */
  middle() {
    const { lo, hi } = this;
    if (!lo.isFinite) return hi.isFinite ? this.neg().middle().neg() : ZERO;
    return (hi.isFinite ? lo.add(hi).mul(HALF) : lo.add(larger(ONE, lo.abs()))).to(0);
  }
  /** This, or one slightly wider whose ends have a bounded number of digits. @returns {Interval} */
  outward(longest = LONG_END) {
    const most = this.isPoint ? 8 * longest : longest;
    const lo = notAbove(this.lo.inShort(most), most), hi = notAbove(this.hi.inShort(most).neg(), most).neg();
    return same(lo, this.lo) && same(hi, this.hi) ? this : new Interval(lo, hi);
  }
}
/** @param {Fraction} value */
const point = (value) => new Interval(value, value);
const WHOLE = new Interval(), NOT_NEGATIVE = new Interval(ZERO);

/** @param {Fraction} value @param {number} longest @returns {Fraction} */
function notAbove(value, longest) {
  const [n, d] = [bits(value.n), bits(value.d)];
  if (Math.max(n, d) <= longest) return value;
  if (n - d > FARTHEST_END) return value.sign > 0 ? power(FARTHEST_END).to(1) : INFINITE.neg();
  const scale = power(Math.min(SHORT_END - (n - d), FARTHEST_END));
  return new Fraction(value.mul(scale).floor()).div(scale).to(1);
}

// --- formula.py: a relation comes as steps whose operands are places, so that nothing is left to parse ------------
/** @typedef {(a: Interval, b: Interval) => Interval | null} Calculation */
/** @typedef {{names: string[], numbers: string[], steps: [string, number, number][], sides?: LaidOut[]}} LaidOut */
/** Every x for which x * other can be the product. @type {Calculation} */
const factor = (product, other) => (product.has(ZERO) && other.has(ZERO) ? WHOLE : product.div(other));
/** @type {Calculation} */
const add = (a, b) => a.add(b), sub = (a, b) => a.sub(b), mul = (a, b) => a.mul(b), div = (a, b) => a.div(b);
/** A comparison, given what left less right can be. @param {Interval} difference @returns {Calculation[]} */
const comparison = (difference) =>
  [() => difference, (_, right) => right.add(difference), (_, left) => left.sub(difference)];
/** Of an operation its value, and what that says about the left operand, given the right one, and about the right.
 * @type {Record<string, Calculation[]>} */
const OPERATIONS = {
  "+": [add, sub, sub],
  "-": [sub, add, (value, left) => sub(left, value)],
  "*": [mul, factor, factor],
  "/": [div, mul, (value, left) => factor(left, value)],
  "==": [(left) => left, (_, right) => right, (_, left) => left],
  "<": comparison(new Interval(undefined, ZERO.to(-1))), "<=": comparison(new Interval(undefined, ZERO)),
  ">": comparison(new Interval(ZERO.to(1))), ">=": comparison(NOT_NEGATIVE),
};
const STEPS_PER_TURN = 16;
class Relation {
  /** Operands of steps are counted: names, numbers, then the steps, the last of which is the comparison.
   * @param {LaidOut} laidOut */
  constructor({ names, numbers, steps, sides = [] }) {
    this.names = names;
    this.numbers = numbers.map((text) => point(Fraction.from(text)));
    this.steps = steps.map(([symbol, first, second]) => ({ symbol, operation: OPERATIONS[symbol], first, second }));
    this.last = this.steps[steps.length - 1];
    this.occurrences = this.steps.flatMap(({ first, second }) => [names[first] ?? [], names[second] ?? []].flat());
    this.hasRepeats = names.length < this.occurrences.length;
    this.whole = sides.map((side) => new Relation(side));
    this.weight = 1 + Math.floor(steps.length / STEPS_PER_TURN);
  }
  /** What each name, number and step can be. @param {Box} ranges */
  forward(ranges) {
    const values = /** @type {(Interval | null)[]} */ ([...this.names.map((id) => of(ranges, id)), ...this.numbers]);
    for (const { operation: [work], first, second } of this.steps) {
      const [a, b] = [values[first], values[second]];
      values.push(a && b && this.shortened(work(a, b)));
    }
    return values;
  }
  /** @template {Interval | null} T @param {T} value */
  shortened(value) { return this.weight > 1 && value ? value.outward(LONG_STEP) : value; }
  /** @param {Box} ranges */
  sides(ranges) { const values = this.forward(ranges); return [values[this.last.first], values[this.last.second]]; }
  /** The ranges that it makes narrower; `null` if it leaves nothing: HC4-revise. @param {Box} ranges */
  narrow(ranges) {
    const values = /** @type {Interval[]} */ (this.forward(ranges)), wanted = [...values];
    let at = values.length;
    if (!values[--at]) return null;
    wanted[at] = new Interval(); // another one than any value, so that the comparison has its say
    for (const { operation, first, second } of this.steps.toReversed()) {
      const value = this.shortened(wanted[at]), isNew = wanted[at] !== values[at--];
      for (const [operand, other, project] of isNew ? [[first, second, 1], [second, first, 2]] : []) {
        const said = operation[project](value, values[other]), left = said && wanted[operand].and(said);
        if (!left) return null;
        wanted[operand] = left;
      }
    }
    return each(this.names, (id, at) => (wanted[at] === values[at] ? null : wanted[at]));
  }
  /** Whether what it leaves of a range can have a gap: both factors may have either sign, or a divisor be zero.
   * @param {Box} ranges */
  mayPart(ranges) {
    const values = this.forward(ranges), straddles = values.map((value) => !value || value.lo.sign * value.hi.sign < 0);
    return this.steps.some(({ symbol, first, second }) => (symbol === "/" ? values[second]?.has(ZERO) ?? true :
      symbol === "*" && straddles[first] && straddles[second]));
  }
}

// --- network.py --------------------------------------------------------------------------------------
const TURNS_PER_RELATION = 200, SMALLEST_STEP = power(-32), KEPT = ONE.sub(SMALLEST_STEP);
const UNROUNDED = SHORT_END - 16; // bits: what rounding leaves is longer

class Network {
  /** What takes least work is a walk from relation to relation. @param {Relation[]} relations */
  constructor(relations) {
    this.relations = relations;
    this.ids = [...new Set(relations.flatMap(({ names }) => names))];
    this.touching = new Map(this.ids.map((id) => [id, /** @type {number[]} */ ([])]));
    for (const [at, { names }] of relations.entries()) for (const id of names) of(this.touching, id).push(at);
    this.turns = 0;
    this.isSettled = true;
  }
  /** What is left at a fixed point, or near it; some relations only may be due, and some left out. @param {Box} start
   * @param {Iterable<number>} due @param {number[]} leftOut @returns {Generator<void, Box | null>} */
  *contract(start, due = this.relations.keys(), leftOut = []) {
    const box = new Map(start), toDo = new Set(due), asleep = new Set(leftOut), sweep = [...this.relations.keys()];
    const lastTurn = this.turns + TURNS_PER_RELATION * sweep.length;
    for (; toDo.size && this.turns < lastTurn; sweep.reverse()) {
      for (const index of sweep) {
        if (!toDo.delete(index) || asleep.has(index)) continue;
        const relation = this.relations[index];
        this.turns += relation.weight;
        yield;
        const narrower = relation.narrow(box);
        if (!narrower) return null;
        for (const [id, interval] of narrower) {
          const had = of(box, id), rounded = interval.outward(), kept = /** @type {Interval} */ (had.and(rounded));
          if (rounded !== interval && !isWorthIt(had, kept)) continue;
          box.set(id, kept);
          for (const other of of(this.touching, id)) if (other !== index || relation.hasRepeats) toDo.add(other);
        }
      }
    }
    this.isSettled &&= !toDo.size;
    return box;
  }
  /** What is left of a fixed point if some ranges become narrower. @param {Box} box @param {Box} ranges */
  *narrowed(box, ranges) {
    const both = each(ranges.keys(), (id) => of(box, id).and(of(ranges, id)));
    const due = [...ranges.keys()].flatMap((id) => of(this.touching, id));
    return both.size < ranges.size ? null : yield* this.contract(new Map([...box, ...both]), due);
  }
  /** Whether every value of a box is known to belong to a solution: a fixed point, no ring, no gap. @param {Box} box */
  isExact(box) {
    const group = /** @type {Map<string | number, number>} */ (new Map());
    /** @param {string | number} node @returns {string | number} */
    const root = (node) => (group.has(node) ? root(of(group, node)) : node);
    return this.relations.every((relation, index) => {
      const free = relation.occurrences.filter((id) => !of(box, id).isPoint);
      return !free.length || (relation.weight === 1 && !relation.mayPart(box) && free.every((id) => {
        const tied = root(id);
        group.set(tied, index);
        return tied !== index;
      }));
    }) && [...box.values()].every((interval) => interval.outward(UNROUNDED) === interval) &&
      this.relations.every((relation) => relation.narrow(box)?.size === 0);
  }
}
/** For each item what is left if all others are added to a box without them, half of them at a time.
 * @template T @param {T[]} items @param {Box | null} box
 * @param {(box: Box, added: T[], leftOut: T[]) => Generator<void, Box | null>} add
 * @returns {Generator<void, [T, Box | null][]>} */
function* leaveOut(items, box, add) {
  if (!box || items.length <= 1) return items.map((item) => [item, box]);
  const middle = items.length >> 1, halves = [items.slice(0, middle), items.slice(middle)], found = [];
  for (const [leftOut, added] of [halves, halves.toReversed()]) {
    found.push(...yield* leaveOut(leftOut, yield* add(box, added, leftOut), add));
  }
  return found;
}
/** @param {Interval} before @param {Interval} after */
const isWorthIt = (before, after) =>
  before.width.isFinite ? after.width.cmp(before.width.mul(KEPT)) < 0 : after !== before;

// --- search.py ---------------------------------------------------------------------------------------
const TURNS_PER_SEARCH = 3000, TURNS_FOR_VERDICTS = 20000;
const CONSISTENT = "consistent", INCONSISTENT = "inconsistent", UNDECIDED = "undecided";
/** @typedef {(interval: Interval, id: string) => Fraction[]} Choice the values to try for a figure */
/** At most 2, but infinite for a range without ends. @param {Interval} interval */
const relativeWidth = ({ lo, hi, width }) => (width.isFinite ? width.div(larger(lo.abs(), hi.abs())) : width);
/** Look for solutions in a fixed point: fix values, and where that fails split it, boundedly. What is news is narrower
 * than in the fixed point. @param {Network} network @param {Box | null} start @param {Values} printed @param {Box} news
 * @returns {Generator<void, string>} */
function* search(network, start, printed, turns = TURNS_PER_SEARCH, news = new Map()) {
  const pending = [{ whole: start, narrower: news }], lastTurn = network.turns + turns + 10 * network.relations.length;
  const choose = /** @type {Choice} */ ((own, id) => [printed.get(id) ?? [], own.simplest(), own.middle()].flat());
  for (const { whole, narrower } of pending) { // which grows
    if (network.turns >= lastTurn) return UNDECIDED;
    const box = whole && (yield* network.narrowed(whole, narrower));
    if (!box) continue;
    const order = mostTied(network, narrower.size ? narrower : printed);
    if (yield* fix(network, box, order, choose, lastTurn)) return CONSISTENT;
    const widest = greatest([...box], ([, interval]) => relativeWidth(interval));
    if (!widest || widest[1].isPoint) continue; // single values, and they do not fit
    const [id, own] = widest, halfway = own.middle().reduce();
    const halves = [new Interval(undefined, halfway), new Interval(halfway.to(1))];
    pending.push(...halves.map((half) => ({ whole: box, narrower: new Map([[id, half]]) })));
  }
  return INCONSISTENT;
}
/** Fix one figure after another until what is left is known to be exact; null where that fails. Each gets
 * the value, of those to choose from, that leaves the greatest reach: without one, the first that leaves anything.
 * @param {Network} network @param {Box} box @param {string[]} order @param {Choice} choose @param {number} lastTurn
 * @param {(box: Box) => Fraction} reach @returns {Generator<void, Box | null>} */
function* fix(network, box, order, choose, lastTurn, reach = () => ZERO) {
  let best = /** @type {Box | null} */ (box);
  while (best && !network.isExact(best)) {
    const from = best, id = order.find((each) => !of(from, each).isPoint);
    if (!id || network.turns > lastTurn) return null;
    best = null;
    for (const value of choose(of(from, id), id)) {
      const left = yield* network.narrowed(from, new Map([[id, point(value.reduce())]]));
      if (left && (!best || reach(left).cmp(reach(best)) > 0)) best = left;
      if (best && same(reach(best), reach(from))) break; // no other leaves more
    }
  }
  return best;
}
/** The figures in most relations first, but for some before all. @param {Network} network
 * @param {{has(id: string): boolean}} first */
const mostTied = ({ ids, touching }, first = new Set()) => ids.toSorted((a, b) =>
  Number(first.has(b)) - Number(first.has(a)) || of(touching, b).length - of(touching, a).length);

// --- figures.py and hedges.py ------------------------------------------------------------------------
const DAYS_BEFORE_1970 = 719163;
class Quantity {
  /** A figure as printed, or as a reader would have it. @param {Register} register @param {Figure} figure */
  constructor(register, { number, scale, unit, hedge, place }) {
    this.register = register;
    this.hedge = register.hedges[hedge];
    this.isDate = unit === "date";
    this.isExact = place === "0" || (this.isDate && !this.hedge.vague);
    this.scale = Fraction.from(scale);
    const { digits, exponent } = decimal(this.isDate ? "1" : number), zeros = /(?<=[1-9])0*$/.exec(digits)?.[0] ?? "";
    this.lastPlace = tenTo(exponent);
    this.roundPlace = tenTo(exponent + zeros.length);
    this.place = this.isExact || !place ? this.lastPlace : Fraction.from(place);
    const text = this.isDate ? String(Date.parse(number) / 864e5 + DAYS_BEFORE_1970) : number;
    this.value = number ? Fraction.from(text).mul(this.scale) : null;
    const isSize = !this.value || (this.value.sign >= 0 &&
      register.asked.every((reading) => this.bound(reading).and(NOT_NEGATIVE)));
    this.domain = isSize && !/\b(date|change)\b/.test(unit) ? NOT_NEGATIVE : WHOLE;
  }
  /** @param {string} reading */
  printed(reading) { return this.value ? /** @type {Interval} */ (this.bound(reading).and(this.domain)) : this.domain; }
  /** @param {string} reading */
  bound(reading) {
    const { lastPlace, roundPlace, place: declared } = this, value = /** @type {Fraction} */ (this.value);
    const own = this.isExact ? this.register.as_printed : reading;
    const { place: rule, each_zero } = this.register.readings[own], each = Fraction.from(each_zero);
    const place = { last: smaller(lastPlace, declared), declared, round: larger(roundPlace, declared) }[rule];
    let wide = smaller(place, lastPlace), zero = this.hedge.vague ? wide.mul(TEN) : INFINITE;
    while (zero.cmp(roundPlace) <= 0) [wide, zero] = [wide.mul(each), zero.mul(TEN)];
    const [lo, hi, loOpen, hiOpen] = this.hedge.ends[own][value.sign + 1];
    const room = new Interval(Fraction.from(lo).to(Number(loOpen)), Fraction.from(hi).to(-Number(hiOpen)));
    return point(value).add(room.mul(point(larger(place, wide).mul(this.scale))));
  }
}
const QUANTITIES = new WeakMap();
/** What a figure comes to, worked out once. @param {Register} register @param {Figure} figure @returns {Quantity} */
const quantityOf = (register, figure) => QUANTITIES.get(figure) ??
  QUANTITIES.set(figure, new Quantity(register, figure)).get(figure);

// --- verdicts.py -------------------------------------------------------------------------------------
/** The numbers that are printed. @param {Figures} figures @param {Iterable<string>} ids @returns {Values} */
const valuesOf = (figures, ids) => each(ids, (id) => of(figures, id).value);
const DEPENDS = "depends on the reading", NOT_COMPARABLE = "not comparable", NOT_CHECKABLE = "not checkable";
/** @typedef {{verdict: string, left: Interval | null, right: Interval | null, margin: Fraction, reason: Reason,
 *   notes: Reason[], moves: Values, byReading: Record<string, string>}} Verdict */
/** What each relation is held against: printed figures; for unknowns, what all other checks imply.
 * @param {Network} network @param {Figures} figures @param {Box} printed */
function* given(network, figures, printed) {
  const { relations } = network, unknown = relations.map(({ names }) => names.filter((id) => !of(figures, id).value));
  const ranges = new Map(relations.map((relation) => [relation, each(relation.names, (id) => printed.get(id))]));
  const places = [...relations.keys()].filter((place) => unknown[place].length);
  const start = places.length ? yield* network.contract(printed, undefined, places) : null;
  for (const [place, box] of yield* leaveOut(places, start, network.contract.bind(network))) {
    const others = relations.filter((_, other) => other !== place), own = of(ranges, relations[place]);
    // Where the others contradict each other, each still says what it says on its own
    const told = box ? [box] : others.map((relation) => relation.narrow(printed) ?? new Map());
    for (const id of unknown[place]) {
      own.set(id, told.reduce((have, ranges) => have.and(ranges.get(id) ?? have) ?? have, of(own, id)));
    }
  }
  return ranges;
}
/** The verdict on a check, given what it is held against under each reading. @param {Relation} relation
 * @param {Figures} figures
 * @param {Map<string, Map<Relation, Box>>} against @param {string} reading @param {Register} register
 * @param {boolean} isSettled
 * @param {Effort} effort @returns {Generator<void, Verdict>} */
function* judge(relation, figures, against, reading, register, isSettled, effort) {
  const { names, last: { symbol: op }, whole } = relation, { weighed, as_printed } = register;
  const values = valuesOf(figures, names), unknown = names.filter((id) => !values.has(id));
  const under = (/** @type {string} */ name) => of(of(against, name), relation), ranges = under(reading);
  const missing = (/** @type {Box} */ box) => unknown.filter((id) => of(box, id).equals(of(figures, id).domain));
  const finds = function* (/** @type {Box} */ box) {
    const network = new Network([relation]);
    const found = yield* search(network, yield* network.contract(box), values, within(TURNS_PER_SEARCH, effort));
    effort.left -= network.turns;
    return found;
  };
  const sides = relation.hasRepeats ? [] : relation.sides(ranges);
  for (const side of whole) sides.push(yield* hullOf(side, ranges, effort));
  const [left, right] = sides;
  const byReading = /** @type {Record<string, string>} */ ({});
  for (const name of new Set([...weighed, reading])) {
    const box = under(name), found = yield* finds(box);
    const isSure = found === INCONSISTENT ? !relation.sides(box).includes(null) : !missing(box).length;
    byReading[name] = isSure && found !== UNDECIDED ? found : NOT_CHECKABLE;
  }
  const own = byReading[reading], outcomes = weighed.includes(reading) ? Object.values(byReading) : [];
  const verdict = [CONSISTENT, INCONSISTENT].every((each) => outcomes.includes(each)) ? DEPENDS : own;
  const [up, down] = left && right ? [right.hi.sub(left.lo), left.hi.sub(right.lo)] : [INFINITE, INFINITE];
  const margin = op === "==" ? smaller(up, down) : op[0] === "<" ? up : down;
  const moves = /** @type {Values} */ (new Map());
  for (const id of values.keys()) moves.set(id, yield* move(relation, id, of(figures, id), ranges, effort));
  const isRounded = own === CONSISTENT && (yield* finds(under(as_printed))) !== CONSISTENT;
  const held = unknown.filter((id) => of(figures, id).domain !== WHOLE && !of(ranges, id).lo.sign);
  const freed = each(names, (id) => (held.includes(id) ? of(ranges, id).sub(NOT_NEGATIVE) : ranges.get(id)));
  const isHeld = own === INCONSISTENT && held.length > 0 && (yield* finds(freed)) === CONSISTENT;
  const notes = /** @type {Reason[]} */ ([
    isRounded ? { kind: margin.sign ? "only_rounding" : "just_touch" } : [],
    isHeld ? { kind: "held_at_zero", figures: held } : [],
    isSettled ? [] : { kind: "outer_bounds" },
  ].flat());
  const lacking = missing(ranges), tightest = weighed.find((name) => byReading[name] === CONSISTENT);
  const relative = (/** @type {string} */ id) => of(moves, id).div(of(values, id).sign ? of(values, id) : ONE).abs();
  const first = greatest([...moves.keys()].filter((id) => of(moves, id).isFinite), (id) => relative(id).neg());
  const moved = first === undefined ? { kind: "no_single_figure" } :
    { kind: verdict === CONSISTENT ? "breaks_first" : "would_fit", figures: [first], distance: of(moves, first).abs() };
  const instead = /** @type {Record<string, Reason>} */ ({
    [NOT_CHECKABLE]: { kind: lacking.length ? "missing" : "not_shown", figures: lacking },
    [DEPENDS]: { kind: "depends", by_reading: byReading, tightest },
  });
  return { verdict, left, right, margin, moves, byReading, notes, reason: instead[verdict] ?? moved };
}
/** As many turns as are asked for, or what is left. @param {number} turns @param {Effort} effort */
const within = (turns, { left }) => Math.max(0, Math.min(turns, left));
/** How far a figure alone would have to move for a check to break.
 * @param {Relation} relation @param {string} id @param {Quantity} figure @param {Box} ranges @param {Effort} effort */
function* move(relation, id, { domain }, ranges, effort) {
  const own = of(ranges, id), allowed = yield* hullIn(relation, id, new Map(ranges).set(id, domain), effort);
  if (!allowed) return INFINITE;
  const isFloor = !allowed.lo.cmpEnd(domain.lo);
  return smaller(allowed.hi.sub(own.lo), isFloor ? INFINITE : own.hi.sub(allowed.lo));
}

// --- solve.py ----------------------------------------------------------------------------------------
/** @typedef {{hulls?: Map<string, Ranges>, conflict?: string[]}} Later */
/** Checks that hang together: whether all can hold, and the verdict on each. What is found later is kept with them.
 * @param {[string, Relation][]} walk @param {Figures} figures @param {string} reading @param {Register} register */
function* groupOf(walk, figures, reading, register) {
  const checks = walk.toSorted(([one], [other]) => Number(one) - Number(other));
  const network = new Network(walk.map(([, relation]) => relation)), { ids } = network;
  const under = (/** @type {string} */ name) => each(ids, (id) => of(figures, id).printed(name));
  const values = valuesOf(figures, ids), domains = each(ids, (id) => of(figures, id).domain);
  const printed = under(reading), left = yield* network.contract(printed), { isSettled } = network;
  const outcome = yield* search(network, left, values);
  const against = new Map(), names = new Set([...register.weighed, reading, register.as_printed]);
  for (const name of names) against.set(name, yield* given(network, figures, under(name)));
  const verdicts = /** @type {Map<string, Verdict>} */ (new Map()), effort = { left: TURNS_FOR_VERDICTS };
  for (const [id, relation] of checks) {
    verdicts.set(id, yield* judge(relation, figures, against, reading, register, isSettled, effort));
  }
  return { checks, network, domains, values, printed, verdicts, outcome, left, later: /** @type {Later} */ ({}) };
}
const NOTHING_FOUND = { margin: INFINITE, byReading: {}, notes: [] };
/** @typedef {ReturnType<typeof groupOf> extends Generator<any, infer T> ? T : never} Group */
/** A register's verdicts,
 * and the groups that ranges and conflict can be asked of; groups of an earlier result are kept.
 * @param {Register} register @param {string} reading @param {{groups: Map<string, Group>} | null} before */
function* solve(register, reading, before = null) {
  for (const figure of Object.values(register.figures)) yield void quantityOf(register, figure); // not all at once
  const figures = each(Object.keys(register.figures), (id) => quantityOf(register, register.figures[id]));
  const printed = each(figures.keys(), (id) => of(figures, id).printed(reading));
  const verdicts = /** @type {Map<string, Verdict>} */ (new Map());
  const groups = /** @type {Map<string, Group>} */ (new Map());
  for (const [id, { relation, aside }] of Object.entries(register.checks)) {
    const [left, right] = relation.sides(printed), verdict = aside ? NOT_COMPARABLE : NOT_CHECKABLE;
    const reason = aside ?? (left && right ? null : { kind: "divides_by_zero" });
    if (reason) verdicts.set(id, { ...NOTHING_FOUND, verdict, left, right, moves: new Map(), reason });
    yield;
  }
  for (const ids of register.groups) {
    const walk = [...each(ids, (id) => (verdicts.has(id) ? null : register.checks[id].relation))];
    const key = JSON.stringify([reading, walk.map(([at, { names }]) => [at, names.map((id) => register.figures[id])])]);
    const group = before?.groups.get(key) ?? (yield* groupOf(walk, figures, reading, register));
    groups.set(key, group);
    for (const [id, verdict] of group.verdicts) verdicts.set(id, verdict);
    yield;
  }
  const outcomes = [...groups.values()].map((group) => group.outcome);
  const jointly = [INCONSISTENT, UNDECIDED].find((outcome) => outcomes.includes(outcome)) ?? CONSISTENT;
  return { reading, jointly, verdicts, groups, figures, printed };
}
/** @typedef {ReturnType<typeof solve> extends Generator<any, infer T> ? T : never} Solved */
