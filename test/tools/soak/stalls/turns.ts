// How long the event loop is held: the time between two looks of a timer, and what it went for.
import { readFileSync } from "node:fs";

/** Milliseconds. What is left of `wall` without `cpu` and `waited` went for the disk, the network or a page of memory. */
export type Turn = Readonly<{
  wall: number;
  /** Processor time of the main thread. */
  cpu: number;
  /** The main thread could run, but no processor was free. 0 where the system does not tell (it does on Linux). */
  waited: number;
}>;

const INTERVAL_MILLISECONDS = 1;

/** Calls `ended` for each turn, with the time at which it ended in milliseconds since 1970. Returns what ends the watch. */
export function watchTurns(ended: (turn: Turn, at: number) => void): () => void {
  let before = look();
  const timer = setInterval(() => {
    const now = look();
    const turn = { wall: now.at - before.at, cpu: now.cpu - before.cpu, waited: now.waited - before.waited };
    ended(turn, performance.timeOrigin + now.at);
    before = look();
  }, INTERVAL_MILLISECONDS);
  // A process that is watched ends when it would end otherwise.
  timer.unref();
  return () => clearInterval(timer);
}

function look() {
  const { user, system } = process.threadCpuUsage();
  return { at: performance.now(), cpu: (user + system) / 1000, waited: waitedForProcessor() };
}

/** Since the process started. The file has nanoseconds on a processor, nanoseconds waiting for one, and how often it had one. */
function waitedForProcessor(): number {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}
