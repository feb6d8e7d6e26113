// SQLite lets one process write at a time. While another one writes, this one waits without blocking the event loop, so that a
// process that is stopped in the middle of a transaction does not make this one deaf.
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Milliseconds that SQLite itself waits, inside the event loop. Most transactions of another process end sooner: two run
 * side by side during a deploy.
 */
export const BUSY_TIMEOUT = 50;

// Milliseconds between two tries, in which the event loop goes on. They are short, because the other process may write again at
// once. All tries together take about ten seconds.
const PAUSE = 15;
const MAX_TRIES = 150;

/** Runs the work, again and again while another process writes. Throws SQLite's error when that takes too long. */
export async function retryWhileBusy<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || tries === MAX_TRIES) throw error;
    }
    await sleep(PAUSE);
  }
}

// SQLITE_BUSY, the low byte of every result code that says so: https://www.sqlite.org/rescode.html#busy
const BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === BUSY;
}
