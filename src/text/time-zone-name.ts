// Which names of a time zone are taken: IANA's, of the form Area/Place, and UTC.

/** Names such as EST are not taken: they mean several things, or leave summer time out. */
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
