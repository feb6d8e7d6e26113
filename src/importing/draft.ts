// Reads a draft whose quotations are to be checked: Markdown, plain text, HTML or Word.
import { extname } from "node:path";
import { findDeepNesting, parseMarkdown, parsePlainText, type SourceBlock } from "#reports/parse/markdown.ts";
import { decodePage } from "./encoding.ts";
import { convertHtml } from "./html.ts";
import { ImportError } from "./optional.ts";
import { wordToHtml } from "./word.ts";

export type DraftBlock = Readonly<{
  text: string;
  /** A block quotation: all of it is quoted, without marks. */
  isQuotation: boolean;
  /** `line 12`, or `paragraph 7` where the file has no lines. */
  place: string;
}>;

// About 60,000 words of a Word file with pictures, and more of anything else.
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_WORDS = 60_000;

/** `file` decides the format by its ending. Throws ImportError with what to do. */
export async function readDraft(file: string, bytes: Uint8Array): Promise<readonly DraftBlock[]> {
  if (bytes.length > MAX_BYTES)
    throw new ImportError(`"${file}" has more than ${MAX_BYTES / 1024 / 1024} MB. Check it in parts.`);
  const format = extname(file).toLowerCase();
  const read = READERS[format];
  if (read === undefined)
    throw new ImportError(`"${file}" cannot be read: a draft is a .md, .txt, .html or .docx file.`);
  const { blocks, unit } = await read(bytes, file);
  const words = blocks.reduce((sum, { text }) => sum + text.split(" ").length, 0);
  if (words > MAX_WORDS)
    throw new ImportError(`"${file}" has ${words} words, more than ${MAX_WORDS}. Check it in parts.`);
  return blocks.map(({ text, kind, line }, i) => ({
    text,
    isQuotation: kind === "quotation",
    place: `${unit} ${unit === "line" ? line : i + 1}`,
  }));
}

type Draft = Readonly<{ blocks: readonly SourceBlock[]; unit: "line" | "paragraph" }>;
type ReadDraft = (bytes: Uint8Array, file: string) => Draft | Promise<Draft>;

const readMarkdown: ReadDraft = (bytes, file) => {
  const source = decode(bytes, file);
  if (findDeepNesting(source, 1) !== undefined)
    throw new ImportError(`"${file}" has lists or quotations that are nested too deeply.`);
  return { blocks: parseMarkdown(source, 1), unit: "line" };
};

const READERS: Readonly<Record<string, ReadDraft>> = {
  ".md": readMarkdown,
  ".markdown": readMarkdown,
  ".txt": (bytes, file) => ({ blocks: parsePlainText(decode(bytes, file), 1), unit: "line" }),
  ".html": (bytes, file) => readPage(decodePage(bytes, file), file),
  ".htm": (bytes, file) => readPage(decodePage(bytes, file), file),
  ".docx": async (bytes, file) => {
    const { html, isWhole } = await wordToHtml(bytes, file);
    if (!isWhole) throw notWhole(file);
    return readPage(html, file);
  },
};

/** Words that are not read could make a sound quotation look altered. */
async function readPage(html: string, file: string): Promise<Draft> {
  const { markdown, letters } = await convertHtml(html, file);
  if (letters.source !== letters.written) throw notWhole(file);
  return { blocks: parseMarkdown(markdown, 1), unit: "paragraph" };
}

function notWhole(file: string): ImportError {
  return new ImportError(
    `"${file}" has parts that cannot be read, such as formulas, so that its quotations cannot be checked. Save it as .txt or .md.`,
  );
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/gu, "\n");
  } catch {
    throw new ImportError(`"${file}" is not UTF-8 text. Save it as UTF-8.`);
  }
}
