// A Word file as HTML, and what of it is not in the HTML. Word marks block quotations by the style of the paragraph.
import { haveSameLetters, lettersOf } from "./letters.ts";
import { ImportError, loadOptional } from "./optional.ts";
import { unzip } from "./zip.ts";

export type WordText = Readonly<{
  html: string;
  /** Every letter of the text and its notes is in the HTML, and no other. False where there are formulas, for example. */
  isWhole: boolean;
  /** The texts of the heads and feet of the pages, each once. */
  headsAndFeet: readonly string[];
}>;

const DOCUMENT = "word/document.xml";
const QUOTATION_STYLES = ["Quote", "Intense Quote", "Block Text", "Block Quote", "Quotations"];
const STYLE_MAP = [
  "p[style-name='Title'] => h1:fresh",
  ...QUOTATION_STYLES.map((style) => `p[style-name='${style}'] => blockquote > p:fresh`),
];

/** Pictures are left out. Throws ImportError when it is not a Word file, or when the packages are not installed. */
export async function wordToHtml(bytes: Uint8Array, file: string): Promise<WordText> {
  const { default: mammoth } = await loadOptional(() => import("mammoth"));
  const { zipSync } = await loadOptional(() => import("fflate"));
  const parts = await unzip(bytes, file, /\.(?:xml|rels)$/iu);
  const xmlOf = (name: string) => new TextDecoder().decode(parts[name]);
  const document = withoutWrappers(xmlOf(DOCUMENT));
  try {
    const { value: html } = await mammoth.convertToHtml(
      { buffer: Buffer.from(zipSync({ ...parts, [DOCUMENT]: new TextEncoder().encode(document) })) },
      { styleMap: STYLE_MAP, convertImage: mammoth.images.imgElement(async () => ({ src: "" })) },
    );
    const notes = ["word/footnotes.xml", "word/endnotes.xml"].map((name) => textIn(xmlOf(name)));
    const source = lettersOf([textIn(document), ...notes].join(" "));
    const headsAndFeet = Object.keys(parts)
      .filter((name) => /^word\/(?:header|footer)\d*\.xml$/u.test(name))
      .map((name) => textIn(xmlOf(name)).trim())
      .filter((text) => text !== "");
    return {
      html,
      isWhole: haveSameLetters(source, lettersOf(textOfHtml(html))),
      headsAndFeet: [...new Set(headsAndFeet)],
    };
  } catch {
    throw new ImportError(
      `"${file}" cannot be read as a Word file. Save it as .docx again, or as .md or .txt.`,
    );
  }
}

/** What mammoth skips with all that is in it: simple fields and moved text are text like any other. */
function withoutWrappers(document: string): string {
  return document
    .replace(/<w:moveFrom\b(?!Range)[^>]*>[\s\S]*?<\/w:moveFrom>/gu, "")
    .replace(/<\/?w:(?:fldSimple|moveTo)\b(?!Range)[^>]*>/gu, "");
}

/** The words of Word's XML, formulas included, a space after each paragraph. */
function textIn(xml: string): string {
  // The same text box is there twice, for new and for old versions of Word.
  const once = xml.replace(/<mc:Choice\b[\s\S]*?<\/mc:Choice>/gu, "");
  const pieces = once.matchAll(/<(?:w|m):t(?:\s[^>]*)?>([^<]*)<\/(?:w|m):t>|<\/w:p>/gu);
  return decodeEntities([...pieces].map(([, words]) => words ?? " ").join("")).replace(/\s+/gu, " ");
}

/** Of mammoth's HTML, without the marks that it puts where a note belongs. */
function textOfHtml(html: string): string {
  const withoutMarks = html.replace(/<a href="#(?:foot|end)note-[^"]*" id="[^"]*">\[\d+\]<\/a>/gu, "");
  return decodeEntities(withoutMarks.replace(/<[^>]*>/gu, " "));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/giu, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? entity;
    const code = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity;
  });
}
