// Ranges as hulls, and the smallest contradiction: what follows a moment after the verdicts, from engine.js.

// --- hulls.py ----------------------------------------------------------------------------------------
const [PRECISION, CLOSE, FAR, QUARTER] = [-20, -40, 40, -2].map((to) => power(to));
const TURNS_PER_QUESTION = 300, TURNS_PER_BOX = 1500, TURNS_PER_GROUP = 8000;
/** @typedef {(interval: Interval) => Interval} Facing a range, or its mirror image if its lower end is asked about */

/** The hull of what one figure can be in a fixed point, null if nothing fits; and whether both ends are proved.
 * @param {Network} network @param {Box} box @param {string} id @param {Values} printed @param {number} lastTurn
 * @returns {Generator<void, [Interval | null, boolean]>} */
function* tighten(network, box, id, printed, lastTurn) {
  if (network.isExact(box)) return [of(box, id), true];
  const [upper, isUpper] = yield* end(network, box, id, (own) => own, printed, lastTurn);
  const [both, isLower] = upper ? yield* end(network, upper, id, (own) => own.neg(), printed, lastTurn) : [null];
  return both ? [of(both, id), isUpper && isLower] : [null, true];
}
/** Move one end inwards. @param {Network} network @param {Box} box @param {string} id @param {Facing} facing
 * @param {Values} printed @param {number} lastTurn @returns {Generator<void, [Box | null, boolean]>} */
function* end(network, box, id, facing, printed, lastTurn) {
  const ends = (/** @type {Interval} */ own) => [farthest(own.neg()).neg(), farthest(own)];
  const reach = (/** @type {Box} */ box) => facing(of(box, id)).hi.to(0);
  let inner = /** @type {Fraction | null} */ (null), isProved = true;
  for (let asked = 0; ; asked++) {
    const have = facing(of(box, id)), hi = reach(box), edge = edgeOf(have), low = inner ?? have.middle();
    if (inner && inner.cmp(edge) >= 0) return [box, isProved];
    if (network.turns >= lastTurn) return [box, false];
    const high = asked > 1 ? hi : smaller(hi, low.add(hi.sub(edge))), quarter = high.sub(low).mul(QUARTER);
    const between = new Interval(low.add(quarter), high.sub(quarter));
    const cut = asked ? between.simplest() : have.hi.side ? edge : hi;
    const found = yield* search(network, box, printed, TURNS_PER_QUESTION, new Map([[id, facing(new Interval(cut))]]));
    if (found !== INCONSISTENT) {
      [inner, isProved] = [cut, isProved && found === CONSISTENT]; // a thinner slice may be refuted
      continue;
    }
    const left = yield* network.narrowed(box, new Map([[id, facing(new Interval(undefined, cut.to(-1)))]]));
    if (!left) return [null, true];
    box = left;
    const others = mostTied(network).filter((other) => other !== id);
    const far = asked ? null : yield* fix(network, box, others, ends, lastTurn, reach);
    if (far) inner = reach(far);
  }
}
/** The upper end, or a value close to it. @param {Interval} have */
const farthest = (have) => (have.hi.side ? edgeOf(have, CLOSE) : have.hi);
/** The value from which on whatever fits proves the upper end. @param {Interval} have */
function edgeOf({ lo, hi, width }, part = PRECISION) {
  if (!hi.isFinite) return (lo.isFinite ? larger(ONE, lo.abs()) : ONE).mul(FAR).to(0);
  return hi.sub(smaller(width, hi.sign ? hi.abs() : ONE).mul(part)).to(0);
}
/** The hull of what one side can be, null where it divides by zero. @param {Relation} side @param {Box} ranges
 * @param {Effort} effort */
const hullOf = (side, ranges, effort) => hullIn(side, "=", new Map(ranges).set("=", WHOLE), effort);
/** The hull of what a relation leaves of a figure. @param {Relation} relation @param {string} id @param {Box} ranges
 * @param {Effort} effort */
function* hullIn(relation, id, ranges, effort) {
  const network = new Network([relation]), lastTurn = Math.min(TURNS_PER_BOX, effort.left);
  const box = yield* network.contract(each(network.ids, (name) => ranges.get(name)));
  let hull = box && of(box, id); // without repeats one turn says all
  if (box && relation.hasRepeats) [hull] = yield* tighten(network, box, id, new Map(), lastTurn);
  effort.left -= network.turns;
  return hull;
}

// --- conflicts.py ------------------------------------------------------------------------------------
const SUBSETS_TRIED = 500;
/** The smallest subset that still contradicts itself.
 * @template T @param {T[]} items @param {(subset: T[]) => Generator<void, boolean>} contradicts
 * @returns {Generator<void, T[]>} */
function* smallest(items, contradicts) {
  let kept = items;
  for (const item of items) {
    const rest = kept.filter((other) => other !== item);
    if (yield* contradicts(rest)) kept = rest;
  }
  const subsets = items.map((item, at) => ({ subset: [item], next: at + 1 })); // by size, while they grow
  for (const [tried, { subset, next }] of subsets.entries()) {
    if (tried === SUBSETS_TRIED || subset.length >= kept.length) break;
    if (yield* contradicts(subset)) return subset;
    for (let at = next; at < items.length; at++) subsets.push({ subset: [...subset, items[at]], next: at + 1 });
  }
  return kept;
}

// --- solve.py: ranges and conflict -------------------------------------------------------------------
/** @typedef {{printed: Interval, implied: Interval | null, remaining: Interval | null, saysNothing: boolean,
 * isHull: boolean}} Ranges */
/** Every figure's ranges; outer ones are found at once, the hulls of a group once. @param {Solved} result
 * @returns {Generator<void, Map<string, Ranges>>} */
function* rangesOf({ printed: all, figures, groups }, outer = false) {
  const ranges = each(all.keys(), (id) => {
    const printed = of(all, id), implied = of(figures, id).domain;
    return /** @type {Ranges} */ ({ printed, implied, remaining: printed, saysNothing: true, isHull: true });
  });
  for (const group of groups.values()) for (const [id, own] of yield* rangesIn(group, outer)) ranges.set(id, own);
  return ranges;
}
/** The three ranges of each figure of a group. @param {Group} group
 * @returns {Generator<void, Map<string, Ranges>>} */
function* rangesIn({ network, values, printed, domains, outcome, left, later }, outer = false) {
  if (later.hulls) return later.hulls;
  const all = /** @type {Map<string, Ranges>} */ (new Map()), kept = outcome === INCONSISTENT ? null : left;
  const lastTurn = network.turns + (outer ? 0 : TURNS_PER_GROUP);
  const until = () => Math.min(network.turns + TURNS_PER_BOX, lastTurn);
  for (const [id, box] of yield* leaveOut(network.ids, yield* network.contract(domains), (box, added) =>
    network.narrowed(box, each(added, (id) => printed.get(id))))) {
    const [implied, isOuter] = box ? yield* tighten(network, box, id, values, until()) : [null, true];
    const both = kept && implied && of(kept, id).and(implied), isNew = both && values.has(id) && !both.equals(implied);
    const [remaining, isInner] = !isNew ? [both, true] :
      yield* tighten(network, new Map(kept).set(id, both), id, values, until());
    const saysNothing = of(domains, id).equals(implied), isHull = isOuter && isInner;
    all.set(id, { printed: of(printed, id), implied, remaining, saysNothing, isHull });
  }
  if (!outer) later.hulls = all;
  return all;
}
/** The groups that contradict themselves. @param {Solved} result */
const broken = ({ groups }) => [...groups.values()].filter((group) => group.outcome === INCONSISTENT);
/** The ids of a smallest set of figures and checks that cannot all hold. @param {Solved} result
 * @returns {Generator<void, string[]>} */
function* conflictOf(result) {
  const [group] = broken(result);
  if (!group || group.later.conflict) return group?.later.conflict ?? [];
  const { checks, network: { relations }, left, printed, domains, values } = group, figures = [...printed.keys()];
  /** @param {[string, Relation][]} subset @param {string[]} ids */
  const contradicts = function* (subset, ids) {
    const kept = new Set(subset.map(([, relation]) => relation)), held = new Set(ids);
    const network = new Network(relations.filter((relation) => kept.has(relation)));
    const box = yield* network.contract(each(network.ids, (id) => (held.has(id) ? printed : domains).get(id)));
    // Where narrowing alone shows the contradiction, it alone is asked again and again: it is quick
    return left ? (yield* search(network, box, values)) === INCONSISTENT : !box;
  };
  const few = yield* smallest(checks, (subset) => contradicts(subset, figures));
  const named = figures.filter((id) => few.some(([, { names }]) => names.includes(id)));
  const ids = yield* smallest(named, (subset) => contradicts(few, subset));
  return group.later.conflict = [...ids, ...few.map(([id]) => id)];
}
/** The figures of which each alone could end a contradiction, and with which values it would.
 * @param {Solved} result @returns {Generator<void, Map<string, Interval>>} */
function* mendingOf(result) {
  const [group, ...others] = broken(result);
  if (!group || others.length) return new Map();
  const ranges = yield* rangesIn(group);
  return each(group.values.keys(), (id) => of(ranges, id).implied);
}
