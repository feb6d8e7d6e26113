// How long to wait before the next try to reach a platform that is away.

/**
 * Milliseconds to wait after so many failed tries in a row: none after none, `min` after the first, doubled with each further
 * one up to `max`. A random part, up to half of it, keeps many processes from coming back at the same moment.
 */
export function backoff(failures: number, { min, max }: Readonly<{ min: number; max: number }>): number {
  const longest = failures === 0 ? 0 : Math.min(max, min * 2 ** (failures - 1));
  return longest * (0.5 + Math.random() / 2);
}
