// Dates of publication as reports print them, with their true precision.
import type { Published } from "#domain/report.ts";

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

const FORMS = [
  /^(?<year>\d{4})(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?(?:T.*)?$/u,
  /^(?<name>\p{L}{3,9})\.?,? (?<year>\d{4})$/u,
  /^(?<day>\d{1,2})(?:st|nd|rd|th)? (?<name>\p{L}{3,9})\.?,? (?<year>\d{4})$/u,
  /^(?<name>\p{L}{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})$/u,
];

/** "2021", "2021-11", "October 1986", "13 December 2020", "December 13, 2020"; undefined when it is no such date. */
export function parsePublished(printed: string): Published | undefined {
  const text = printed.trim().replace(/\s+/gu, " ");
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return undefined;
  const { year, month, name, day } = groups;
  const number =
    month ?? (name === undefined ? undefined : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
  const published = {
    year: Number(year),
    ...(number === undefined ? {} : { month: Number(number) }),
    ...(day === undefined ? {} : { day: Number(day) }),
  };
  return isDate(published) ? published : undefined;
}

function isDate({ year, month = 1, day = 1 }: Published): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
