// How the room of a message is shared out among what wants it.

/** Small wishes are granted whole; what is left is shared evenly among the large ones. */
export function maxMinShare(wanted: readonly number[], total: number): readonly number[] {
  let left = total;
  let waiting = wanted.length;
  const granted = new Map<number, number>();
  for (const [at, wish] of [...wanted.entries()].toSorted(([, one], [, other]) => one - other)) {
    const share = Math.max(0, Math.min(wish, Math.floor(left / waiting)));
    granted.set(at, share);
    left -= share;
    waiting -= 1;
  }
  return wanted.map((_, at) => granted.get(at) ?? 0);
}
