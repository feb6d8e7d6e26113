// Dates of publication as reports print them, with their true precision.
import { MONTHS, type Published } from "#domain/report.ts";
import { collapseSpace } from "#text/unicode.ts";

const FORMATS = [
  /^(?<year>\d{4})(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?(?:T.*)?$/u,
  /^(?<name>\p{L}{3,9})\.?,? (?<year>\d{4})$/u,
  /^(?<day>\d{1,2})(?:st|nd|rd|th)? (?<name>\p{L}{3,9})\.?,? (?<year>\d{4})$/u,
  /^(?<name>\p{L}{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})$/u,
];

/** Parses "2021", "2021-11", "October 1986", "13 December 2020", "December 13, 2020"; undefined for anything else. */
export function parsePublished(printed: string): Published | undefined {
  const text = collapseSpace(printed);
  const groups = FORMATS.map((format) => format.exec(text)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return undefined;
  const { year, month, name, day } = groups;
  const number = month ?? (name === undefined ? undefined : monthNumber(name));
  const published = {
    year: Number(year),
    ...(number === undefined ? {} : { month: Number(number) }),
    ...(day === undefined ? {} : { day: Number(day) }),
  };
  return isDate(published) ? published : undefined;
}

/** 1 to 12 by the first three letters of a name ("Nov", "November", "Novembre"); 0 when they begin no month. */
function monthNumber(name: string): number {
  const start = name.slice(0, 3).toLowerCase();
  return MONTHS.findIndex((month) => month.toLowerCase().startsWith(start)) + 1;
}

function isDate({ year, month = 1, day = 1 }: Published): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
