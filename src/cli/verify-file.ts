// `ibid verify --file`: the quotations of a draft, one line each, those first that somebody has to correct.
import { readFile } from "node:fs/promises";
import { openLibraryFor } from "#app/compose.ts";
import { defaultScope } from "#app/default-scope.ts";
import { shortForm } from "#bot/citation-format.ts";
import { inQuotes } from "#bot/messages/blocks.ts";
import { checkJson } from "#bot/outcome-json.ts";
import type { Config } from "#config.ts";
import { cite } from "#domain/citation.ts";
import { messageOf, UsageError } from "#domain/errors.ts";
import { isUnsound, matchOf, type QuotationCheck } from "#domain/quotation-check.ts";
import type { Library } from "#domain/report.ts";
import { readDraft } from "#importing/draft.ts";
import { ImportError } from "#importing/optional.ts";
import type { ExitCode } from "#operations/stop.ts";
import { plural } from "#text/plural.ts";
import { truncate } from "#text/truncate.ts";
import { sanitize } from "#text/unicode.ts";
import { createVerify } from "#verification/verify.ts";
import { type DraftChecks, type NotChecked, verifyDraft } from "#verification/verify-text.ts";

/** 1 when a quotation was altered or is in none of the reports. Throws UsageError. */
export async function verifyFile(
  file: string,
  { json }: Readonly<{ json: boolean }>,
  config: Config,
): Promise<ExitCode> {
  const blocks = await readDraftOf(file);
  const { liveLibrary } = await openLibraryFor(config, process);
  const { library } = await liveLibrary.current().within(defaultScope(config));
  const checked = await verifyDraft(blocks, createVerify(library));
  process.stdout.write(
    json ? `${JSON.stringify(draftJson(checked, library))}\n` : describeDraft(checked, library),
  );
  return checked.checks.some(({ check }) => isUnsound(check)) && !json ? 1 : 0;
}

async function readDraftOf(file: string) {
  try {
    return await readDraft(file, await readFile(file));
  } catch (error) {
    if (error instanceof ImportError) throw new UsageError(error.message);
    throw new UsageError(`"${file}" cannot be read (${messageOf(error)}).`);
  }
}

const ORDER: readonly QuotationCheck["verdict"][] = ["altered", "not-in-reports", "same-words", "exact"];

const VERDICTS: Readonly<Record<string, string>> = {
  altered: "ALTERED",
  "not-in-reports": "ABSENT",
  "same-words": "same words",
  exact: "exact",
};

const REASONS: Readonly<Record<NotChecked["reason"], string>> = {
  "too-short": "too short to check",
  "another-language": "in another language",
};

const MAX_SHOWN = 60;

function describeDraft({ checks, notChecked }: DraftChecks, library: Library): string {
  const inOrder = checks.toSorted((a, b) => ORDER.indexOf(a.check.verdict) - ORDER.indexOf(b.check.verdict));
  const rows = [
    ...inOrder.map(({ place, check }) => [
      VERDICTS[check.verdict] ?? check.verdict,
      place,
      placeInReport(check, library),
      [...differencesOf(check), inMarks(check.quotation)].join("; "),
    ]),
    ...notChecked.map(({ place, quotation, reason }) => [
      "not checked",
      place,
      REASONS[reason],
      inMarks(quotation),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${[...lines, totalOf(checks, notChecked)].map(sanitize).join("\n")}\n`;
}

function placeInReport(check: QuotationCheck, library: Library): string {
  const match = matchOf(check);
  return match === undefined ? "in none of the reports" : shortForm(cite(match.paragraph, library));
}

/** `report "unlikely", draft "likely"`; of what matches, a *not* or a hedge beside it that the draft leaves out. */
function differencesOf(check: QuotationCheck): readonly string[] {
  if ("adjacent" in check) {
    const { text } = check.match.paragraph;
    return Object.entries(check.adjacent ?? {}).map(
      ([side, { start, end }]) => `just ${side} it the report has ${inMarks(text.slice(start, end))}`,
    );
  }
  if (check.verdict !== "altered") return [];
  const { closest, differences, quotation } = check;
  return differences.map(({ report, quotation: quoted }) => {
    const theirs = closest.paragraph.text.slice(report.start, report.end);
    const yours = quotation.slice(quoted.start, quoted.end);
    if (yours === "") return `left out: ${inMarks(theirs)}`;
    return theirs === "" ? `added: ${inMarks(yours)}` : `report ${inMarks(theirs)}, draft ${inMarks(yours)}`;
  });
}

function inMarks(words: string): string {
  return inQuotes(truncate(words, MAX_SHOWN));
}

function totalOf(checks: DraftChecks["checks"], notChecked: readonly NotChecked[]): string {
  const count = (verdict: QuotationCheck["verdict"]) =>
    checks.filter(({ check }) => check.verdict === verdict).length;
  return [
    `${plural(checks.length + notChecked.length, "quotation")}: ${count("altered")} altered`,
    `${count("not-in-reports")} in none of the reports`,
    `${count("same-words")} with the same words`,
    `${count("exact")} exact`,
    `${notChecked.length} not checked`,
  ].join(", ");
}

function draftJson({ checks, notChecked }: DraftChecks, library: Library) {
  const today = new Date();
  return {
    checks: checks.map(({ place, check }) => ({
      place,
      ...checkJson(check, (paragraph) => cite(paragraph, library), today),
    })),
    notChecked,
  };
}
