// How well the quotation check tells exact, altered and foreign quotations apart, report by report, with the time of a
// check.
import { readFile } from "node:fs/promises";
import type { Library, Report } from "#domain/report.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { createVerify, type Verify } from "#verification/verify.ts";
import type { Random } from "./alterations.ts";
import { quantile } from "./quantile.ts";
import { type JudgedQuotation, judgeQuotation } from "./quote-figures.ts";
import {
  createHaystack,
  createRandom,
  type MadeQuotation,
  makeAltered,
  makeEllipsis,
  makeExact,
  makeForeign,
  makePunctuation,
} from "./quotes.ts";

const EACH = 500;
const ELLIPSES = 200;

type Options = Readonly<{ seed: string; wrong: boolean }>;

export async function evaluateQuotes(library: Library, { seed, wrong }: Options): Promise<void> {
  const verify = await timed("all reports", library);
  const random = createRandom(Number(seed));
  const loaded = createHaystack(library.reports);
  for (const report of library.reports) {
    const own = [
      ...makeExact(report, EACH, random),
      ...makePunctuation(report, EACH, random),
      ...makeAltered(report, EACH, random, loaded),
      ...makeEllipsis(report, ELLIPSES, random),
    ];
    print(report.file, await judgeAll(own, verify), wrong);
    print(`${report.file} not loaded`, await judgeForeign(report, library, random), wrong);
  }
}

/** The report's words checked against all other reports; where it is the only one, the licence's against it. */
async function judgeForeign(
  report: Report,
  library: Library,
  random: Random,
): Promise<readonly JudgedQuotation[]> {
  const others = library.reports.filter((other) => other !== report);
  const licence = others.length === 0 ? await readLicence() : undefined;
  const loaded = licence === undefined ? others : library.reports;
  const against = await timed("without it", { ...library, reports: loaded });
  const made = makeForeign(licence ?? report, EACH, random, createHaystack(loaded));
  return judgeAll(made, against);
}

async function readLicence(): Promise<Report> {
  const { report } = parseReport("licence.txt", await readFile("LICENSE", "utf8"));
  if (report === undefined) throw new Error("LICENSE holds paragraphs");
  return report;
}

async function timed(name: string, of: Library): Promise<Verify> {
  const started = performance.now();
  const made = createVerify(of);
  // The first check indexes the reports.
  await made("any words that are long enough");
  process.stdout.write(`${name}: ready to check after ${Math.round(performance.now() - started)} ms\n`);
  return made;
}

async function judgeAll(made: readonly MadeQuotation[], by: Verify): Promise<readonly JudgedQuotation[]> {
  const judged: JudgedQuotation[] = [];
  for (const quotation of made) judged.push(await judgeQuotation(quotation, by));
  return judged;
}

function print(name: string, judged: readonly JudgedQuotation[], wrong: boolean): void {
  process.stdout.write(`\n${name}\n`);
  for (const [kind, own] of Map.groupBy(judged, ({ made }) => made.kind)) {
    const times = own.map(({ milliseconds }) => milliseconds);
    const quantileOf = (share: number) => quantile(times, share).toFixed(1);
    const verdicts = [...Map.groupBy(own, ({ check }) => check.verdict)].map(
      ([verdict, all]) => `${verdict} ${all.length}`,
    );
    const places =
      kind === "foreign" ? "" : `, right paragraph ${own.filter(({ rightPlace }) => rightPlace).length}`;
    const time = `median ${quantileOf(0.5)} ms, 95th ${quantileOf(0.95)} ms, longest ${quantileOf(1)} ms`;
    process.stdout.write(`  ${kind.padEnd(12)} ${own.length}: ${verdicts.join(", ")}${places}; ${time}\n`);
    if (kind === "altered")
      for (const [alteration, all] of Map.groupBy(own, ({ made }) => made.alteration))
        process.stdout.write(
          `    ${String(alteration).padEnd(10)} ${all.length}: altered ${all.filter(({ right }) => right).length}, called that ${all.filter(isNamed).length}\n`,
        );
  }
  if (!wrong) return;
  for (const { made, check } of judged.filter(
    ({ right, rightPlace, made: { kind } }) => !right || (kind !== "foreign" && !rightPlace),
  ))
    process.stdout.write(`  ! ${made.kind} ${made.alteration ?? ""} ${check.verdict}: ${made.text}\n`);
}

function isNamed({ made, check }: JudgedQuotation): boolean {
  const kind = made.alteration === "synonym" ? "words" : made.alteration;
  return check.verdict === "altered" && check.differences.some((difference) => difference.kind === kind);
}
