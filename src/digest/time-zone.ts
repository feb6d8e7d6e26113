// Parses the name of a time zone as people type it. The error for anything else suggests names that do exist.
import { Temporal } from "temporal-polyfill";
import { UsageError } from "#domain/errors.ts";
import { editDistance } from "#text/edit-distance.ts";
import { isTimeZone } from "#text/time-zone-name.ts";

/** The zone in IANA's spelling. Throws UsageError with the names that may be meant. */
export function parseTimeZone(typed: string): string {
  const name = typed.trim().replace(/\s+/gu, "_");
  if (isTimeZone(name)) return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  const suggestions = suggestZones(name);
  const hint =
    suggestions.length === 0
      ? "Name an area and a place, such as Europe/London."
      : `Is it ${suggestions.join(" or ")}?`;
  if (/^[a-z]{2,4}$|^[a-z]{3}\d[a-z]{3}$/iu.test(name) && suggestions.length === 0)
    throw new UsageError(
      `"${name}" is an abbreviation: it may mean several zones, and it leaves summer time out. ${hint}`,
    );
  if (/^(?:utc|gmt)?[+-]?\d/iu.test(name))
    throw new UsageError(`"${name.slice(0, 40)}" is an offset: it leaves summer time out. ${hint}`);
  throw new UsageError(`There is no time zone "${name.slice(0, 40)}". ${hint}`);
}

const MAX_SUGGESTIONS = 3;

/** The zones whose name, or the place in it, is spelled most like what was typed. */
function suggestZones(typed: string): readonly string[] {
  const wanted = simplify(typed);
  if (wanted.length < 3 || wanted.length > 40) return [];
  const near = ZONES.map((zone) => ({ zone, distance: distanceTo(zone, wanted) }))
    .filter(({ distance }) => distance <= Math.min(2, Math.floor(wanted.length / 4)))
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = near;
  return near
    .filter(({ distance }) => distance === nearest?.distance)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ zone }) => zone);
}

// Used for suggestions only: the runtime accepts a few names that its list lacks.
const ZONES = Intl.supportedValuesOf("timeZone");

function distanceTo(zone: string, wanted: string): number {
  const place = zone.slice(zone.lastIndexOf("/") + 1);
  return Math.min(...[zone, place].map((name) => editDistance(simplify(name), wanted)));
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^a-z/]/gu, "");
}
