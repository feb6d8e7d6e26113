// Max-min fairness, as in network scheduling: how blocks that together are too long share the characters of a message.

/**
 * Grants each demand in whole units, at most `total` together: small demands in full, the rest divided evenly among the
 * large ones. `demands` and the result are in the same order.
 */
export function maxMinShare(demands: readonly number[], total: number): readonly number[] {
  let left = total;
  let unserved = demands.length;
  const granted = new Map<number, number>();
  for (const [index, demand] of [...demands.entries()].toSorted(([, one], [, other]) => one - other)) {
    const share = Math.max(0, Math.min(demand, Math.floor(left / unserved)));
    granted.set(index, share);
    left -= share;
    unserved -= 1;
  }
  return demands.map((_, index) => granted.get(index) ?? 0);
}
