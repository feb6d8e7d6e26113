// How long to wait before the next try to reach a platform that is away.

const MIN_PAUSE = 500;
const MAX_PAUSE = 15_000;

/**
 * Milliseconds to wait after so many failed tries in a row, at least one: doubled with each failure up to a bound. A random
 * part keeps many processes from coming back at the same moment.
 */
export function backoff(failures: number): number {
  const longest = Math.min(MAX_PAUSE, MIN_PAUSE * 2 ** (failures - 1));
  return longest * (0.5 + Math.random() / 2);
}
