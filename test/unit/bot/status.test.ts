// What `/ibid status` says about the files of the reports.
import { expect, test } from "vitest";
import { libraryStatusMessage } from "#bot/messages/library.ts";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { wordsOf } from "#test/support/bot-fixture.ts";
import { buildReport } from "#test/support/report-builder.ts";

const library = { reports: [buildReport([["One paragraph."]], { file: "a.md" })], aliases: [] };
const loadedAt = new Date("2026-11-24T12:00:00Z");

function statusWith(severities: Readonly<Record<FileDiagnostic["severity"], number>>): string {
  const diagnostics = Object.entries(severities).flatMap(([severity, count]) =>
    Array.from(
      { length: count },
      (_, i) => ({ severity, file: "a.md", line: i + 1, message: "odd", hint: "kept" }) as FileDiagnostic,
    ),
  );
  return wordsOf(libraryStatusMessage({ diagnostics, loadedAt }, { library, audience: "asker" }, true));
}

test("problems are listed, errors first; what is not listed is counted, with where the operator finds it", () => {
  const words = statusWith({ note: 2, warning: 10, error: 1 });
  expect(words).toContain("1 paragraph ");
  expect(words).toMatch(/UTC\.\nerror a\.md:1: odd; kept\nwarning a\.md:1: /u);
  expect(words.split("\n").filter((line) => line.startsWith("warning"))).toHaveLength(9);
  expect(words.split("\n").at(-1)).toBe(
    "Not shown: 1 more problem and 2 notes on the files. Whoever runs Ibid can list them with ibid check.",
  );
});

test("nothing is said about what is not shown where all is shown", () => {
  expect(statusWith({ note: 0, warning: 1, error: 0 }).split("\n").at(-1)).toBe("warning a.md:1: odd; kept");
});

test("only administrators see when the reports were read, why a reload failed, and files of which nobody knows the label", () => {
  const diagnostics: FileDiagnostic[] = [
    { severity: "error", file: "red.md", line: 1, message: "not closed", hint: "close it" },
    { severity: "warning", file: "hidden.md", line: 1, message: "no title", hint: "add one" },
  ];
  const status = { diagnostics, loadedAt, failure: "There is no report: red.md:1" };
  const wordsFor = (isAdministrator: boolean) =>
    wordsOf(libraryStatusMessage(status, { library, audience: "asker" }, isAdministrator));
  expect(wordsFor(false)).not.toMatch(/red\.md|hidden\.md|Last reload|Not shown/u);
  expect(wordsFor(false)).toContain("The folder could not be reloaded.");
  expect(wordsFor(true)).toMatch(/Last reload: 2026-11-24 12:00 UTC\./u);
  expect(wordsFor(true)).toContain("error red.md:1: not closed; close it");
});
