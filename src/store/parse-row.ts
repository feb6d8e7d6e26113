// Rows are checked when they are read: an older version, a person at the file or a damaged disk may have written them.
import type { z } from "zod";

/** A row that this version cannot read, and why. */
export type UnreadableRow = Readonly<{ id: string; unreadable: string }>;

/** Never throws: the caller decides what becomes of an unreadable row, so that one cannot hold back the others. */
export function parseRow<Row>(schema: z.ZodType<Row>, row: Readonly<{ id: string }>): Row | UnreadableRow {
  const { success, data, error } = schema.safeParse(row);
  return success ? data : { id: row.id, unreadable: describeIssues(error) };
}

/** What is wrong with stored data, in one line: the path of each problem and the problem, without the data itself. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}
