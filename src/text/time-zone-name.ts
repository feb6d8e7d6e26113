// Which names of time zones Ibid accepts.

/**
 * True for "UTC" and for IANA names of the form Area/Place. Abbreviations such as EST are refused: some mean several
 * zones, others have no daylight saving time.
 */
export function isTimeZone(name: string): boolean {
  return name.toUpperCase() === "UTC" || (name.includes("/") && isKnown(name));
}

// Every row of a subscription is checked when it is read, and to make a format takes a sixth of a millisecond.
const known = new Set<string>();

function isKnown(name: string): boolean {
  if (known.has(name)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    known.add(name);
    return true;
  } catch {
    return false;
  }
}
