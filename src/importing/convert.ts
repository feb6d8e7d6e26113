// Turns a document into a report file: Markdown with front matter, and an account of what was done.
import { basename, extname } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { parsePrintedLabel } from "#domain/scope.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { plural } from "#text/plural.ts";
import { decodePage } from "./encoding.ts";
import { readEpub } from "./epub.ts";
import { convertHtml } from "./html.ts";
import { ImportError } from "./optional.ts";
import { convertPages } from "./pdf/convert-pages.ts";
import { readPrintout } from "./pdf/form-feeds.ts";
import { type Progress, readTextLayer, type TextLayer } from "./pdf/text-layer.ts";
import { wordToHtml } from "./word.ts";

/** For the front matter, as it is typed there. */
export type Metadata = Readonly<{ title?: string; author?: string; published?: string; tlp?: string }>;

export type Converted = Readonly<{
  markdown: string;
  /** What a person should read through, as Markdown. */
  account: string;
  /** Why it should not be used as it is. */
  stops: readonly Stop[];
}>;

/** A gate that an import does not pass. */
type Stop = Readonly<{ gate: Gate; why: string }>;

/** By the name under which an operator may accept it. */
export const GATES = ["conservation", "lost-letters", "pages-without-text"] as const;
export type Gate = (typeof GATES)[number];

const MAX_BYTES = 32 * 1024 * 1024;

const IMPORTED_FORMATS: readonly string[] = [".pdf", ".docx", ".html", ".htm", ".epub", ".txt"];

/** `given` goes before what the document says of itself. Throws ImportError. */
export async function convert(
  file: string,
  bytes: Uint8Array,
  given: Metadata,
  onPage?: Progress,
): Promise<Converted> {
  if (bytes.length > MAX_BYTES)
    throw new ImportError(`"${file}" has more than ${MAX_BYTES / 1024 / 1024} MB.`);
  const format = extname(file).toLowerCase();
  if (format === ".pdf") return writePages(file, await readTextLayer(bytes, file, onPage), given);
  if (format === ".txt") return writePages(file, readPrintout(decodePage(bytes, file), file), given);
  const { html, isWhole, headsAndFeet, metadata } = await readSource(file, bytes);
  const page = await convertHtml(html, file, { isWebPage: /^\.html?$/u.test(format) });
  const guessed: Metadata = { ...(page.title === "" ? {} : { title: page.title }), ...metadata };
  const { markdown, doubts } = writeReport(file, page.markdown, { given, guessed, isRecognized: false });
  const all = [
    ...doubts.ofMetadata,
    ...headsAndFeet.map((words) => `Left out, as the head or foot of pages: "${words}".`),
    ...page.leftOut.map(
      (words) => `Left out, as part of a menu, a button or what is around the text: "${words}".`,
    ),
    ...doubts.ofText,
  ];
  const { source, written } = page.letters;
  const coverage = isWhole ? compare(source, written) : NOT_WHOLE;
  const stops = isWhole && source === written ? [] : [LETTERS_DIFFER];
  return { markdown, account: accountOf(file, coverage, all), stops };
}

const LETTERS_DIFFER: Stop = {
  gate: "conservation",
  why: "letters were lost or added on the way",
};

async function writePages(file: string, layer: TextLayer, given: Metadata): Promise<Converted> {
  const pdf = await convertPages(layer);
  const tlp = labelIn(pdf.headsAndFeet);
  const guessed: Metadata = {
    ...(pdf.title === undefined ? {} : { title: pdf.title }),
    ...(pdf.author === undefined ? {} : { author: pdf.author }),
    ...(tlp === undefined ? {} : { tlp }),
  };
  const stops: Stop[] = [
    ...(pdf.incomplete.length === 0 ? [] : [LETTERS_DIFFER]),
    ...(pdf.losing.length === 0
      ? []
      : [
          {
            gate: "lost-letters" as const,
            why: `the font of ${pagesOf(pdf.losing)} does not name all letters, so that some are missing: use another file of the same text`,
          },
        ]),
    ...(pdf.withoutText.length === 0
      ? []
      : [
          {
            gate: "pages-without-text" as const,
            why: `${pagesOf(pdf.withoutText)} are pictures without text: run them through text recognition (OCR) first`,
          },
        ]),
  ];
  if (pdf.letters === 0)
    throw new ImportError(
      `"${file}" has no text on its ${plural(layer.pages.length, "page")}: run it through text recognition (OCR) first.`,
    );
  const { markdown, doubts } = writeReport(file, pdf.markdown, {
    given,
    guessed,
    isRecognized: pdf.recognized.length > 0,
  });
  const found =
    pdf.incomplete.length === 0
      ? "Each is in the report, or in a line that was left out."
      : `Not so on ${pagesOf(pdf.incomplete)}.`;
  const all = [
    ...stops.map(({ why }) => `Stopped: ${why}.`),
    ...(pdf.recognized.length === 0
      ? []
      : [
          `The text of ${pagesOf(pdf.recognized)} was recognized in pictures (OCR): every citation says so, and letters may be wrong.`,
        ]),
    ...pdf.doubts,
    ...doubts.ofMetadata,
    ...pdf.headsAndFeet.map((words) => `Left out, as the head or foot of pages: "${words}".`),
    ...doubts.ofText,
  ];
  return {
    markdown,
    account: accountOf(file, `Letters and digits in the document: ${pdf.letters}. ${found}`, all),
    stops,
  };
}

function pagesOf(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? "page" : "pages"} ${numbers.join(", ")}`;
}

type Known = Readonly<{
  given: Metadata;
  guessed: Metadata;
  /** Its text comes from OCR. */
  isRecognized: boolean;
}>;

/** The report file, and what is doubtful in it. Throws ImportError where it would not be read as a report. */
function writeReport(file: string, body: string, known: Known) {
  const { given, guessed } = known;
  const markdown = `${frontMatter(known)}\n${body}`;
  const { report, diagnostics } = parseReport(`${basename(file, extname(file))}.md`, markdown);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (report === undefined || errors.length > 0)
    throw new ImportError(
      `"${file}" gives no report: ${errors.map(({ message, hint }) => `${message} (${hint})`).join("; ")}.`,
    );
  const ofMetadata = [
    ...Object.entries(guessed)
      .filter(([name]) => !(name in given))
      .map(([name, value]) => `The ${name} is the document's own word for it: "${value}".`),
    ...(given.title === undefined && guessed.title === undefined
      ? [`There is no title: the report is cited as "${report.title}".`]
      : []),
  ];
  return { markdown, doubts: { ofMetadata, ofText: diagnostics.map(describe) } };
}

type Source = Readonly<{
  html: string;
  /** All letters of the document are in the HTML. */
  isWhole: boolean;
  headsAndFeet: readonly string[];
  metadata: Metadata;
}>;

async function readSource(file: string, bytes: Uint8Array): Promise<Source> {
  const whole = { isWhole: true, headsAndFeet: [] };
  switch (extname(file).toLowerCase()) {
    case ".docx": {
      const word = await wordToHtml(bytes, file);
      const tlp = labelIn(word.headsAndFeet);
      return { ...word, metadata: tlp === undefined ? {} : { tlp } };
    }
    case ".epub": {
      const { html, ...metadata } = await readEpub(bytes, file);
      return { ...whole, html, metadata };
    }
    case ".html":
    case ".htm":
      return { ...whole, html: decodePage(bytes, file), metadata: {} };
    default:
      throw new ImportError(
        `"${file}" cannot be imported: a document is a ${IMPORTED_FORMATS.join(", ")} file.`,
      );
  }
}

/** Handling labels are printed at the head or the foot of each page. */
function labelIn(headsAndFeet: readonly string[]): string | undefined {
  const [printed] = /\bTLP:\s?[A-Z]+(?:\+STRICT)?/u.exec(headsAndFeet.join(" ")) ?? [];
  return printed === undefined ? undefined : parsePrintedLabel(printed);
}

function frontMatter({ given, guessed, isRecognized }: Known): string {
  const names = ["title", "author", "published", "tlp"] as const;
  const lines = names.flatMap((name) => {
    if (given[name] !== undefined) return [`${name}: ${JSON.stringify(given[name])}`];
    return guessed[name] === undefined
      ? []
      : [`${name}: ${JSON.stringify(guessed[name])} # guessed; please check`];
  });
  if (isRecognized) lines.push("ocr: true");
  // So that a person sees where to put it.
  const title = lines.some((line) => line.startsWith("title: ")) ? [] : ["# title: "];
  return `---\n${[...title, ...lines].join("\n")}\n---\n`;
}

function describe({ line, message, hint }: FileDiagnostic): string {
  return `${line === 0 ? "" : `Line ${line}: `}${message}; ${hint}.`;
}

const NOT_WHOLE =
  "Not all letters of the document are in the report, or some are in it that are not in the document: Word files may have formulas, symbols and other parts that cannot be read.";

function accountOf(file: string, coverage: string, doubts: readonly string[]): string {
  return [
    `# Imported from ${file}`,
    "",
    coverage,
    "",
    "## Look at",
    "",
    ...(doubts.length === 0 ? ["Nothing unusual was found."] : doubts.map((doubt) => `- ${doubt}`)),
    "",
  ].join("\n");
}

function compare(source: string, written: string): string {
  const found = source === written ? "None was lost or added." : firstDifference(source, written);
  return `Letters and digits in the document: ${source.length}; in the report: ${written.length}. ${found}`;
}

const SHOWN = 40;

function firstDifference(source: string, written: string): string {
  let at = 0;
  while (source[at] === written[at]) at++;
  const show = (letters: string) => letters.slice(Math.max(0, at - SHOWN), at + SHOWN);
  return `They differ: the document has "${show(source)}" where the report has "${show(written)}".`;
}
