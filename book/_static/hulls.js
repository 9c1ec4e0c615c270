// Ranges as hulls, and the smallest contradiction: what follows a moment after the verdicts, from engine.js.
"use strict";

// --- hulls.py ----------------------------------------------------------------------------------------
const PRECISION = power(-20), FAR = power(40), FOUR = new Fraction(4n);
const [HALVINGS, DOUBTS, TURNS_PER_QUESTION, TURNS_PER_BOX] = [64, 2, 300, 1500];

/** Whether a fixed point is known to be the hull of its solutions: no ring, no gap. @param {Network} network
 * @param {Box} box */
function isExact(network, box) {
  const group = new Map();
  /** @param {string} node @returns {string} */
  const root = (node) => (group.has(node) ? root(group.get(node)) : node);
  return network.relations.every((relation, index) => relation.occurrences.every((id) => {
    const [one, other] = [root(`#${index}`), root(id)], isPoint = of(box, id).isPoint;
    if (!isPoint && one !== other) group.set(other, one);
    return isPoint || one !== other;
  }) && !relation.isLong && !relation.mayPart(box));
}
/** @param {Network} network */
const mostTied = ({ ids, touching }) => ids.toSorted((a, b) => of(touching, b).length - of(touching, a).length);
/** Whether a solution with this value was shown to exist; false says nothing.
 * @param {Network} network @param {Box} box @param {string} id @param {Fraction} value @param {Values} printed */
function* fitsAt(network, box, id, value, printed) {
  const [start, settled] = yield* contractedAt(network, box, id, value);
  const isEnough = (/** @type {Box} */ box) => isExact(network, box);
  if (!start || !settled) return false;
  for (const choose of [likely, middle]) {
    const [last, isLast] = yield* fix(network, start, mostTied(network), choose, printed, isEnough);
    if (last && isLast && isExact(network, last)) return true;
  }
  return false;
}
/** The hull of what one figure can be in a fixed point, null if nothing fits; and whether both ends are proved.
 * @param {Network} network @param {Box} box @param {string} id @param {Values} printed @param {Fraction | null} inner
 * @returns {Generator<void, [Interval | null, boolean]>} */
function* tighten(network, box, id, printed, inner = null, turns = TURNS_PER_BOX) {
  if (turns <= 0) return [of(box, id), false];
  const lastTurn = network.turns + turns;
  const [upper, isUpper] = yield* end(network, box, id, 1, printed, inner, lastTurn);
  if (!upper) return [null, true];
  const [both, isLower] = yield* end(network, upper, id, -1, printed, inner, lastTurn);
  return both ? [of(both, id), isUpper && isLower] : [null, true];
}
/** Move one end inwards. @param {Network} network @param {Box} box @param {string} id @param {number} side
 * @param {Values} printed
 * @param {Fraction | null} known @param {number} lastTurn @returns {Generator<void, Contracted>} */
function* end(network, box, id, side, printed, known, lastTurn) {
  /** As if it were the upper one. @template {{neg(): any}} T @param {T} what @returns {T} */
  const faced = (what) => (side > 0 ? what : what.neg());
  let inner = known && faced(known), doubts = 0;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const have = faced(of(box, id));
    if (yield* fitsAt(network, box, id, faced(atTheEnd(have)), printed)) return [box, true];
    if (have.isPoint) {
      const [found] = yield* search(network, box, printed, TURNS_PER_QUESTION);
      return found === INCONSISTENT ? [null, true] : [box, found === CONSISTENT];
    }
    if (network.turns > lastTurn) break;
    let cut = between(have, inner);
    const out = halving ? null : yield* furthest(network, box, id, faced);
    if (out && (!inner || out.cmp(inner) > 0)) [inner, cut] = [out, beyond(have, out)];
    const part = have.and(new Interval(cut));
    const sliced = part && new Map(box).set(id, faced(part));
    const [found, value] = sliced ? yield* fitsIn(network, sliced, id, printed) : [INCONSISTENT, null];
    if (found === INCONSISTENT) {
      const rest = have.and(new Interval(undefined, cut, true, true));
      const [narrowed] = rest ? yield* network.contract(new Map(box).set(id, faced(rest)), { news: [id] }) : [null];
      if (!narrowed) return [null, true];
      box = narrowed;
    } else if (value) inner = faced(value);
    else { doubts++; inner = cut; }
    if (doubts > DOUBTS || (doubts && found === CONSISTENT)) break;
    if (inner && isNear(faced(of(box, id)), inner)) return [box, !doubts];
  }
  return [box, false];
}
/** @param {Interval} have @param {Fraction} inner */
function isNear(have, inner) {
  return have.hi.isFinite ? have.hi.sub(inner).cmp(tolerance(have)) <= 0 : inner.cmp(far(have)) >= 0;
}
/** A value that fits and is far out. @param {Network} network @param {Box} box @param {string} id
 * @param {(interval: Interval) => Interval} faced */
function* furthest(network, box, id, faced) {
  const reach = (/** @type {Box} */ box) => { const { hi, hiOpen } = faced(of(box, id)); return hiOpen ? null : hi; };
  let current = box;
  for (const other of mostTied(network)) {
    if (isExact(network, current)) break;
    const interval = of(current, other);
    if (other === id || interval.isPoint) continue;
    let best = /** @type {[Fraction, Box] | null} */ (null);
    for (const { value, isOpen } of interval.ends) {
      const [narrowed] = isOpen ? [null] : yield* contractedAt(network, current, other, value);
      const reached = narrowed && reach(narrowed);
      if (reached && (!best || reached.cmp(best[0]) > 0)) best = [reached, narrowed];
    }
    if (!best) return null;
    current = best[1];
  }
  return isExact(network, current) ? reach(current) : null;
}
/** Whether anything fits in a box, and a value with which it does. @param {Network} network @param {Box} box
 * @param {string} id
 * @param {Values} printed @returns {Generator<void, [string, Fraction | null]>} */
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
  if (!have.hi.isFinite) return far(have);
  const step = smaller(have.hi.sub(inner), tolerance(have).mul(HALF));
  return new Interval(inner.add(step.mul(HALF)), inner.add(step)).simplest();
}
/** @param {Interval} have */
function atTheEnd(have) {
  if (!have.hi.isFinite) return far(have);
  return have.hiOpen ? have.hi.sub(tolerance(have).mul(HALF)) : have.hi;
}
/** @param {Interval} have */
const far = ({ lo }) => (lo.isFinite ? lo.add(larger(ONE, lo.abs()).mul(FAR)) : FAR);
/** A short fraction between what is known to fit and the upper end. @param {Interval} have
 * @param {Fraction | null} inner */
function between(have, inner) {
  const lo = inner ?? have.lo, { hi } = have;
  if (!hi.isFinite) return far(have);
  if (!lo.isFinite) return have.middle();
  if (lo.sign > 0 && hi.cmp(lo.mul(FOUR)) > 0) return power(Math.floor((exponent(lo) + exponent(hi)) / 2));
  const quarter = hi.sub(lo).div(FOUR);
  return new Interval(lo.add(quarter), hi.sub(quarter)).simplest();
}
/** @param {Fraction} value */
const exponent = (value) => bits(value.reduce().n) - bits(value.d);
/** How far the upper end may lie from its hull. @param {Interval} have */
function tolerance({ lo, hi }) {
  const width = hi.sub(lo), isWidth = width.isFinite && (!hi.sign || width.cmp(hi.abs()) < 0);
  return (isWidth ? width : hi.abs()).mul(PRECISION);
}
/** The hull of what one side can be, null where it divides by zero. @param {string[]} symbols @param {Box} ranges
 * @param {Effort} effort */
function* sideRange(symbols, ranges, effort) {
  const relation = new Relation(["=", ...symbols, "=="]), network = new Network([relation]);
  const start = new Map(relation.names.map((id) => [id, ranges.get(id) ?? WHOLE]));
  if (!relation.hasRepeats) return relation.sides(start)[1];
  const [box] = yield* network.contract(start);
  if (!box || isExact(network, box)) return box && of(box, "=");
  start.delete("=");
  const middles = new Map([...start].map(([id, interval]) => [id, interval.middle()]));
  const [hull] = yield* tighten(network, box, "=", middles, null, within(TURNS_PER_BOX, effort));
  effort.left -= network.turns;
  return hull;
}

// --- conflicts.py ------------------------------------------------------------------------------------
const SUBSETS_TRIED = 500;
/** The smallest subset that still contradicts itself.
 * @template T @param {T[]} items @param {(subset: T[]) => Generator<void, boolean>} contradicts
 * @returns {Generator<void, T[]>} */
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
  for (let at = from; size && at < items.length; at++) {
    for (const rest of combinations(items, size - 1, at + 1)) yield [items[at], ...rest];
  }
}

// --- solve.py: ranges and conflict -------------------------------------------------------------------
const TURNS_PER_GROUP = 8000;
/** @typedef {{printed: Interval, implied: Interval | null, remaining: Interval | null, saysNothing: boolean,
 * isHull: boolean}} Ranges */
/** The three ranges of each figure of a group; outer ones are found at once. @param {Group} group
 * @param {boolean} outer */
function* rangesIn(group, outer) {
  const { network, values, witness, printed, domains, remaining: kept } = group;
  const lastTurn = network.turns + TURNS_PER_GROUP;
  const hull = function* (/** @type {Box} */ box, /** @type {string} */ id) {
    if (outer || isExact(network, box)) return /** @type {[Interval, boolean]} */ ([of(box, id), true]);
    const turns = Math.min(TURNS_PER_BOX, lastTurn - network.turns);
    return yield* tighten(network, box, id, values, witness?.get(id), turns);
  };
  const all = /** @type {Map<string, Ranges>} */ (new Map());
  for (const found of network.leaveOneOut(printed, domains)) {
    yield;
    if (!found) continue;
    const [id, box, settled] = found;
    let [implied, isHull] = box ? yield* hull(box, id) : [null, true];
    let remaining = kept && implied && of(kept, id).and(implied);
    if (kept && values.has(id) && remaining && !remaining.equals(implied)) {
      const [tight, also] = yield* hull(new Map(kept).set(id, remaining), id);
      [remaining, isHull] = [tight, isHull && also];
    }
    const saysNothing = of(domains, id).equals(implied);
    all.set(id, { printed: of(printed, id), implied, remaining, saysNothing, isHull: isHull && settled });
  }
  return all;
}
/** Every figure's ranges; the hulls of a group are found once. @param {Solved} result
 * @returns {Generator<void, Map<string, Ranges>>} */
function* rangesOf({ printed: all, figures, groups }, outer = false) {
  const alone = (/** @type {string} */ id, /** @type {Interval} */ printed) => /** @type {Ranges} */
    ({ printed, implied: of(figures, id).domain, remaining: printed, saysNothing: true, isHull: true });
  const ranges = new Map([...all].map(([id, printed]) => [id, alone(id, printed)]));
  for (const group of groups.values()) {
    const found = group.later.hulls ?? (yield* rangesIn(group, outer));
    if (!outer) group.later.hulls = found;
    for (const [id, own] of found) ranges.set(id, own);
  }
  return ranges;
}
/** The groups that contradict themselves. @param {Solved} result */
const broken = ({ groups }) => [...groups.values()].filter((group) => group.outcome === INCONSISTENT);
/** The ids of a smallest set of figures and checks that cannot all hold. @param {Solved} result
 * @returns {Generator<void, string[]>} */
function* conflictOf(result) {
  const [group] = broken(result);
  return group ? (group.later.conflict ??= yield* conflictIn(group)) : [];
}
/** @param {Group} group @returns {Generator<void, string[]>} */
function* conflictIn({ checks, printed, domains, values }) {
  /** @param {[string, Relation][]} subset @param {Iterable<string>} ids */
  const contradicts = function* (subset, ids, isPlain = true) {
    const network = new Network(subset.map(([, relation]) => relation)), held = new Set(ids);
    const box = new Map(network.ids.map((id) => [id, of(held.has(id) ? printed : domains, id)]));
    return isPlain ? !(yield* network.contract(box))[0] : (yield* search(network, box, values))[0] === INCONSISTENT;
  };
  const isPlain = yield* contradicts(checks, printed.keys());
  const few = yield* smallest(checks, (subset) => contradicts(subset, printed.keys(), isPlain));
  const named = new Set(few.flatMap(([, relation]) => relation.names)), figures = [...printed.keys()];
  const ids = yield* smallest(figures.filter((id) => named.has(id)), (subset) => contradicts(few, subset, isPlain));
  return [...ids, ...few.map(([id]) => id)];
}
/** The figures of which each alone could end a contradiction, and with which values it would.
 * @param {Solved} result @returns {Generator<void, Map<string, Interval>>} */
function* mendingOf(result) {
  const [group, ...others] = broken(result);
  if (!group || others.length) return new Map();
  const ranges = (group.later.hulls ??= yield* rangesIn(group, false));
  return new Map([...group.values.keys()].flatMap((id) => {
    const { implied } = of(ranges, id);
    return implied ? [[id, implied]] : [];
  }));
}
