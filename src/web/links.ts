// The addresses of the reader pages.
import type { Paragraph } from "#domain/report.ts";

export function reportPath(report: string): string {
  return `/r/${encodeURIComponent(report)}`;
}

/** `sentence`: the index of the sentence to mark. The ordinal finds the place again when the words have changed. */
export function paragraphPath(
  { report, code, ordinal }: Pick<Paragraph, "report" | "code" | "ordinal">,
  sentence?: number,
): string {
  const marked = sentence === undefined ? "" : `&s=${sentence}`;
  return `${reportPath(report)}/${code}?p=${ordinal}${marked}`;
}

/** Where a platform sends the browser back to after signing in. */
export const CALLBACK = "/sign-in/callback";
