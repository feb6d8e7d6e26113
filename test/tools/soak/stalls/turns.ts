// How long the event loop is held: the wall time between two looks of a timer, and the processor time of the thread in it.

/** Milliseconds. A turn that is long by the clock and short in processor time was held up by the rest of the machine. */
export type Turn = Readonly<{ wall: number; cpu: number }>;

const INTERVAL_MILLISECONDS = 1;

/** Calls `ended` for each turn, with the time at which it ended in milliseconds since 1970. Returns what ends the watch. */
export function watchTurns(ended: (turn: Turn, at: number) => void): () => void {
  let startedAt = performance.now();
  let used = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const { user, system } = process.threadCpuUsage(used);
    ended({ wall: now - startedAt, cpu: (user + system) / 1000 }, performance.timeOrigin + now);
    startedAt = performance.now();
    used = process.threadCpuUsage();
  }, INTERVAL_MILLISECONDS);
  // A process that is watched ends when it would end otherwise.
  timer.unref();
  return () => clearInterval(timer);
}
