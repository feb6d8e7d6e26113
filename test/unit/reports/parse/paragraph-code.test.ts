import { expect, test } from "vitest";
import { paragraphCode } from "#reports/parse/paragraph-code.ts";

// Codes are stored with subscriptions and printed in citations: these values must never change.
test.each([
  ["iran-azerbaijan-2021", "It is unlikely.", "e2jqmxbx"],
  ["iran-azerbaijan-2021", "It is likely.", "vn5hatxb"],
  ["other", "It is unlikely.", "xnsn9rhv"],
  ["", "", "bgn5ynz3"],
])("the code of %j, %j is %s", (report, text, code) => {
  expect(paragraphCode(report, text)).toBe(code);
});
