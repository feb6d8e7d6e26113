// A short stand-in for a report's id, which may be too long for a button.

/** At most 7 letters and digits; the same for the same id on every machine (FNV-1a, 32 bits). */
export function sourceKey(report: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(report)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}
