// Loaded into the started process by `--import`: writes each turn of its event loop that lasts some milliseconds to the file that
// STALLS_FILE names, a line of JSON for each.
import { openSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { type Turn, watchTurns } from "./turns.ts";

/** `at`: when it ended, in milliseconds since 1970. */
export type LoggedTurn = Turn & Readonly<{ at: number }>;

const MIN_WALL_MILLISECONDS = 5;

const file = process.env.STALLS_FILE;
if (file !== undefined && isMainThread) {
  const descriptor = openSync(file, "a");
  watchTurns((turn, at) => {
    if (turn.wall < MIN_WALL_MILLISECONDS) return;
    writeSync(descriptor, `${JSON.stringify({ ...turn, at })}\n`);
  });
}
