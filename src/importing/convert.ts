// Turns a document into a report file: Markdown with front matter, and an account of what was done.
import { extname } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { readEpub } from "./epub.ts";
import { convertHtml, type HtmlPage } from "./html.ts";
import { ImportError } from "./optional.ts";
import { wordToHtml } from "./word.ts";

/** For the front matter, as it is typed there. */
export type Metadata = Readonly<{ title?: string; author?: string; published?: string; tlp?: string }>;

export type Converted = Readonly<{
  markdown: string;
  /** What a person should read through, as Markdown. */
  account: string;
  /** Every letter and digit of the source is there, in its order, and no other. */
  isComplete: boolean;
}>;

const MAX_BYTES = 32 * 1024 * 1024;

const IMPORTED_FORMATS: readonly string[] = [".docx", ".html", ".htm", ".epub"];

/** `given` stands before what the document says of itself. Throws ImportError. */
export async function convert(file: string, bytes: Uint8Array, given: Metadata): Promise<Converted> {
  if (bytes.length > MAX_BYTES)
    throw new ImportError(`"${file}" has more than ${MAX_BYTES / 1024 / 1024} MB.`);
  const { html, ...own } = await readSource(file, bytes);
  const page = await convertHtml(html);
  const guessed: Metadata = { ...(page.title === "" ? {} : { title: page.title }), ...own };
  const markdown = `${frontMatter(given, guessed)}\n${page.markdown}`;
  const { report, diagnostics } = parseReport("imported.md", markdown);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (report === undefined || errors.length > 0)
    throw new ImportError(
      `"${file}" gives no report: ${errors.map(({ message, hint }) => `${message} (${hint})`).join("; ")}.`,
    );
  const doubts = [
    ...Object.entries(guessed)
      .filter(([name]) => !(name in given))
      .map(([name, value]) => `The ${name} is the document's own word for it: "${value}".`),
    ...(given.title === undefined && guessed.title === undefined
      ? [`There is no title: the report is cited as "${report.title}".`]
      : []),
    ...page.leftOut.map((words) => `Left out, as part of a menu or a form: "${words}".`),
    ...diagnostics.map(describe),
  ];
  const isComplete = page.letters.source === page.letters.written;
  return { markdown, account: accountOf(file, page, doubts), isComplete };
}

async function readSource(file: string, bytes: Uint8Array): Promise<Readonly<{ html: string }> & Metadata> {
  switch (extname(file).toLowerCase()) {
    case ".docx":
      return { html: await wordToHtml(bytes, file) };
    case ".epub":
      return readEpub(bytes, file);
    case ".html":
    case ".htm":
      return { html: decode(file, bytes) };
    default:
      throw new ImportError(
        `"${file}" cannot be imported: a document is a ${IMPORTED_FORMATS.join(", ")} file.`,
      );
  }
}

/** In UTF-8, or else in the encoding of the older web. */
function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder("windows-1252").decode(bytes);
    if (text.includes("\0")) throw new ImportError(`"${file}" is not a web page.`);
    return text;
  }
}

function frontMatter(given: Metadata, guessed: Metadata): string {
  const names = ["title", "author", "published", "tlp"] as const;
  const lines = names.flatMap((name) => {
    if (given[name] !== undefined) return [`${name}: ${JSON.stringify(given[name])}`];
    return guessed[name] === undefined
      ? []
      : [`${name}: ${JSON.stringify(guessed[name])} # guessed; please check`];
  });
  // So that a person sees where to put it.
  const title = lines.some((line) => line.startsWith("title: ")) ? [] : ["# title: "];
  return `---\n${[...title, ...lines].join("\n")}\n---\n`;
}

function describe({ line, message, hint }: FileDiagnostic): string {
  return `${line === 0 ? "" : `Line ${line}: `}${message}; ${hint}.`;
}

function accountOf(file: string, { letters }: HtmlPage, doubts: readonly string[]): string {
  const { source, written } = letters;
  return [
    `# Imported from ${file}`,
    "",
    `Letters and digits in the document: ${source.length}; in the report: ${written.length}. ${
      source === written ? "None was lost, added or moved." : firstDifference(source, written)
    }`,
    "",
    "## Look at",
    "",
    ...(doubts.length === 0 ? ["Nothing unusual was found."] : doubts.map((doubt) => `- ${doubt}`)),
    "",
  ].join("\n");
}

const SHOWN = 40;

function firstDifference(source: string, written: string): string {
  let at = 0;
  while (source[at] === written[at]) at++;
  const show = (letters: string) => letters.slice(Math.max(0, at - SHOWN), at + SHOWN);
  return `They differ: the document has "${show(source)}" where the report has "${show(written)}".`;
}
