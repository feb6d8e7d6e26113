// Divides long work into slices, so that other requests are served between them.

/** One value for the whole process, because the slices of different tasks must not add up. */
export type TimeSlices = Readonly<{
  /** True when the slice has lasted long enough: the task should await `next`. */
  isOver(): boolean;
  /** Resolves in a later run of the event loop, for one task a run. */
  next(): Promise<void>;
}>;

// Slack and Discord wait three seconds for an acknowledgement. A slice is much shorter than a person notices, and long enough
// that a run of the event loop, about 0.01 ms, costs nothing in comparison.
const MAX_SLICE_MILLISECONDS = 25;

/** `now`: milliseconds of a clock that is never set back. */
export function createTimeSlices(now: () => number): TimeSlices {
  let startedAt = Number.NEGATIVE_INFINITY;
  let last: Promise<void> = Promise.resolve();
  return {
    isOver: () => now() - startedAt >= MAX_SLICE_MILLISECONDS,
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
export const ONE_SLICE: TimeSlices = { isOver: () => false, next: async () => undefined };

// As many steps take far less than a turn, and asking for the time before each of them would take as long as they do.
const STEPS_BETWEEN_CHECKS = 512;

/** Does many small steps, numbered from 0 up to `count`, in slices. */
export async function inSlices(count: number, step: (i: number) => void, slices: TimeSlices): Promise<void> {
  for (let i = 0; i < count; i++) {
    if (i % STEPS_BETWEEN_CHECKS === 0 && slices.isOver()) await slices.next();
    step(i);
  }
}
