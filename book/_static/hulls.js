// Ranges as hulls, and the smallest contradiction: what follows a moment after the verdicts, from engine.js.

// --- hulls.py ----------------------------------------------------------------------------------------
const PRECISION = power(-20), FAR = power(40), QUARTER = power(-2), TURNS_PER_QUESTION = 300, TURNS_PER_BOX = 1500;
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
    const far = asked ? null : yield* fix(network, box, others, (own) => own.ends.filter(isReached), lastTurn, reach);
    if (far) inner = reach(far);
  }
}
const isReached = (/** @type {Fraction} */ end) => !end.side;
/** The value from which on whatever fits proves the upper end. @param {Interval} have */
function edgeOf({ lo, hi, width }) {
  if (!hi.isFinite) return (lo.isFinite ? larger(ONE, lo.abs()) : ONE).mul(FAR).to(0);
  return hi.sub(smaller(width, hi.sign ? hi.abs() : ONE).mul(PRECISION)).to(0);
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
const TURNS_PER_GROUP = 8000;
/** @typedef {{printed: Interval, implied: Interval | null, remaining: Interval | null, saysNothing: boolean,
 * isHull: boolean}} Ranges */
/** The three ranges of each figure of a group; outer ones are found at once. @param {Group} group
 * @param {boolean} outer */
function* rangesIn({ network, values, printed, domains, remaining: kept }, outer) {
  const all = /** @type {Map<string, Ranges>} */ (new Map());
  const lastTurn = network.turns + (outer ? 0 : TURNS_PER_GROUP);
  const hull = (/** @type {Box} */ box, /** @type {string} */ id) =>
    tighten(network, box, id, values, Math.min(network.turns + TURNS_PER_BOX, lastTurn));
  const add = (/** @type {Box} */ box, /** @type {string[]} */ ids) =>
    network.narrowed(box, each(ids, (id) => printed.get(id)));
  for (const [id, box] of yield* leaveOut(network.ids, yield* network.contract(domains), add)) {
    let [implied, isHull] = box ? yield* hull(box, id) : [null, true];
    let remaining = kept && implied && of(kept, id).and(implied);
    if (kept && values.has(id) && remaining && !remaining.equals(implied)) {
      const [tight, also] = yield* hull(new Map(kept).set(id, remaining), id);
      [remaining, isHull] = [tight, isHull && also];
    }
    const saysNothing = of(domains, id).equals(implied);
    all.set(id, { printed: of(printed, id), implied, remaining, saysNothing, isHull });
  }
  return all;
}
/** Every figure's ranges; the hulls of a group are found once. @param {Solved} result
 * @returns {Generator<void, Map<string, Ranges>>} */
function* rangesOf({ printed: all, figures, groups }, outer = false) {
  const alone = (/** @type {string} */ id, printed = of(all, id)) => /** @type {Ranges} */
    ({ printed, implied: of(figures, id).domain, remaining: printed, saysNothing: true, isHull: true });
  const ranges = each(all.keys(), (id) => alone(id));
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
function* conflictIn({ checks, network: whole, printed, domains, values }) {
  /** @param {[string, Relation][]} subset @param {Iterable<string>} ids */
  const contradicts = function* (subset, ids, isPlain = true) {
    const kept = new Set(subset.map(([, relation]) => relation)), held = new Set(ids);
    const network = new Network(whole.relations.filter((relation) => kept.has(relation)));
    const left = yield* network.contract(each(network.ids, (id) => (held.has(id) ? printed : domains).get(id)));
    return isPlain ? !left : (yield* search(network, left, values)) === INCONSISTENT;
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
  return each(group.values.keys(), (id) => of(ranges, id).implied);
}
