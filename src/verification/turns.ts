// Divides long work into turns, so that other requests are served between them.

/** One value for the whole process, because the turns of different tasks must not add up. */
export type Turns = Readonly<{
  /** True when the turn has lasted long enough: the task should await `next`. */
  isOver(): boolean;
  /** Resolves in a later run of the event loop, for one task a run. */
  next(): Promise<void>;
}>;

// Slack and Discord wait three seconds for an acknowledgement. A turn is much shorter than a person notices, and long enough
// that a run of the event loop, about 0.01 ms, costs nothing in comparison.
const MAX_TURN_MILLISECONDS = 25;

/** `now`: milliseconds of a clock that is never set back. */
export function createTurns(now: () => number): Turns {
  let startedAt = Number.NEGATIVE_INFINITY;
  let last: Promise<void> = Promise.resolve();
  return {
    isOver: () => now() - startedAt >= MAX_TURN_MILLISECONDS,
    next() {
      // One after another: Node would run all waiting immediates in the same run of the event loop.
      last = last
        .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
        .then(() => {
          startedAt = now();
        });
      return last;
    },
  };
}

/** For a process that does nothing else meanwhile. */
export const ONE_TURN: Turns = { isOver: () => false, next: async () => undefined };
