// Which names of time zones Ibid accepts.

/**
 * True for "UTC" and for IANA names of the form Area/Place. Abbreviations such as EST are refused: some mean several
 * zones, others have no daylight saving time.
 */
export function isTimeZone(name: string): boolean {
  return name.toUpperCase() === "UTC" || (name.includes("/") && isKnown(name));
}

function isKnown(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
