// The text layer of a PDF: which words are printed where, and in which size.
import { ImportError, loadOptional } from "#importing/optional.ts";
import { hasIndex, inflatesTooFar, MAX_STREAM_BYTES } from "./file.ts";
import { type StructureNode, type Tag, tagsIn } from "./structure.ts";

export type Item = Readonly<{
  text: string;
  /** In points; y grows upwards. */
  x: number;
  y: number;
  width: number;
  size: number;
  bold: boolean;
  /** What the PDF says it is; on a page that is tagged whole. */
  tag?: Tag | "furniture";
}>;

export type Page = Readonly<{
  /** From 1. */
  number: number;
  height: number;
  width: number;
  /** In the order in which they are drawn. */
  items: readonly Item[];
  hasPicture: boolean;
  /** Its text was recognized in a picture of the page, and lies invisible upon it. */
  isRecognized: boolean;
}>;

export type TextLayer = Readonly<{ pages: readonly Page[]; title?: string; author?: string }>;

/** `page` of `pages` has been read. */
export type Progress = (page: number, pages: number) => void;

// More is no report, and a thread reads so many within its deadline.
const MAX_PAGES = 2_000;
const BOLD = /bold|demi|black|heavy|-TB|CMBX/iu;

/** Throws ImportError when it is not a PDF, is encrypted or has too many pages, or when the package is not installed. */
export async function readTextLayer(
  bytes: Uint8Array,
  file: string,
  onPage: Progress = () => {},
): Promise<TextLayer> {
  const { getDocumentProxy, getResolvedPDFJS } = await loadOptional(() => import("unpdf"));
  const { OPS } = await getResolvedPDFJS();
  // pdf.js mends what it can, and pages get lost on the way.
  if (!hasIndex(bytes)) throw damaged(file);
  if (inflatesTooFar(bytes))
    throw new ImportError(
      `"${file}" is too large: a page of it has more than ${MAX_STREAM_BYTES / 1024 / 1024} MB.`,
    );
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, stopAtErrors: true }).catch(
    (error: unknown) => {
      const isLocked = error instanceof Error && error.name === "PasswordException";
      throw new ImportError(
        isLocked
          ? `"${file}" is locked with a password. Save it without one.`
          : `"${file}" cannot be read as a PDF.`,
      );
    },
  );
  if (pdf.numPages > MAX_PAGES)
    throw new ImportError(`"${file}" has ${pdf.numPages} pages; at most ${MAX_PAGES} are imported at once.`);
  const pages: Page[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const drawing = await drawingOf(pdf, number).catch(() => {
      throw damaged(file);
    });
    pages.push(pageOf(number, drawing, OPS));
    onPage(number, pdf.numPages);
  }
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  return { pages, ...said(info, "Title", "title"), ...said(info, "Author", "author") };
}

function damaged(file: string): ImportError {
  return new ImportError(`"${file}" is damaged. Open it in another program and print it as a PDF again.`);
}

type Pdf = Awaited<ReturnType<typeof import("unpdf")["getDocumentProxy"]>>;
type Operators = Readonly<
  Record<
    | "paintImageXObject"
    | "paintInlineImageXObject"
    | "paintImageMaskXObject"
    | "setTextRenderingMode"
    | "showText",
    number
  >
>;

/** What pdf.js reads of a page; it rejects where the file is damaged. */
async function drawingOf(pdf: Pdf, number: number) {
  const page = await pdf.getPage(number);
  // The fonts' names are known only after the page's drawing has been read.
  const operators = await page.getOperatorList();
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  return { page, operators, items, tree: await page.getStructTree() };
}

function pageOf(
  number: number,
  { page, operators: { fnArray, argsArray }, items, tree }: Awaited<ReturnType<typeof drawingOf>>,
  operators: Operators,
): Page {
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const placed = itemsOf(items, tree === null ? new Map() : tagsIn(tree as StructureNode)).map(
    ({ item, tag }): Item => ({
      text: item.str,
      x: (item.transform[4] as number) - left,
      y: (item.transform[5] as number) - bottom,
      width: item.width,
      size: Math.hypot(item.transform[2] as number, item.transform[3] as number),
      bold: BOLD.test(fontName(page.commonObjs, item.fontName)),
      ...(tag === undefined ? {} : { tag }),
    }),
  );
  const { paintImageXObject, paintInlineImageXObject, paintImageMaskXObject } = operators;
  const pictures = [paintImageXObject, paintInlineImageXObject, paintImageMaskXObject];
  const hasPicture = fnArray.some((operator) => pictures.includes(operator));
  page.cleanup();
  return {
    number,
    height: top - bottom,
    width: right - left,
    items: isTaggedWhole(placed) ? placed : placed.map(({ tag, ...item }) => item),
    hasPicture,
    isRecognized: hasPicture && isInvisible(fnArray, argsArray, operators),
  };
}

type Text = Readonly<{ str: string; transform: readonly unknown[]; width: number; fontName: string }>;
type Content = Text | Readonly<{ type: string; id?: string; tag?: string }>;
type Tagged = Readonly<{ item: Text; tag: Tag | "furniture" | undefined }>;

/** The words with their tags: a stretch of marked content begins and ends among them. */
function itemsOf(contents: readonly Content[], tags: ReadonlyMap<string, Tag>): readonly Tagged[] {
  const open: (Tag | "furniture" | undefined)[] = [];
  return contents.flatMap((content) => {
    if ("str" in content) return content.str.trim() === "" ? [] : [{ item: content, tag: open.at(-1) }];
    if (content.type === "endMarkedContent") open.pop();
    else open.push(content.tag === "Artifact" ? "furniture" : (tags.get(content.id ?? "") ?? open.at(-1)));
    return [];
  });
}

// Of the characters of a page: where more is said to be furniture, the tags are wrong.
const MAX_FURNITURE = 0.5;
// Of the paragraphs of a page, so many that begin in the middle of a sentence are printed lines.
const MAX_TORN = 0.3;

/** Every word that is no furniture has a tag, and the tags are those of paragraphs, not of lines or of the whole page. */
function isTaggedWhole(items: readonly Item[]): boolean {
  if (items.some(({ tag }) => tag === undefined)) return false;
  const characters = (own: readonly Item[]) => own.reduce((sum, { text }) => sum + text.length, 0);
  if (characters(items.filter(({ tag }) => tag === "furniture")) > MAX_FURNITURE * characters(items))
    return false;
  const firsts = new Map<number, string>();
  for (const { tag, text } of items)
    if (typeof tag === "object" && tag.kind === "paragraph" && !firsts.has(tag.element))
      firsts.set(tag.element, text.trim());
  const elements = new Set(items.map(({ tag }) => (typeof tag === "object" ? tag.element : -1)));
  const torn = [...firsts.values()].filter((text) => /^\p{Ll}{2}/u.test(text));
  return (elements.size > 2 || items.length < 20) && torn.length <= MAX_TORN * firsts.size;
}

const INVISIBLE = 3;

/** Whether words are shown, and all in the mode that draws nothing. */
function isInvisible(
  operators: readonly number[],
  operands: readonly unknown[],
  { setTextRenderingMode, showText }: Operators,
): boolean {
  let current = 0;
  const shown = new Set<number>();
  for (const [i, operator] of operators.entries()) {
    if (operator === setTextRenderingMode) current = Number((operands[i] as readonly unknown[])[0]);
    if (operator === showText) shown.add(current);
  }
  return shown.size === 1 && shown.has(INVISIBLE);
}

type Objects = Readonly<{ has(name: string): boolean; get(name: string): unknown }>;

function fontName(objects: Objects, name: string): string {
  const font = objects.has(name) ? objects.get(name) : undefined;
  return typeof font === "object" && font !== null && "name" in font ? String(font.name) : "";
}

function said(info: object, key: string, name: "title" | "author") {
  const value: unknown = (info as Readonly<Record<string, unknown>>)[key];
  return typeof value === "string" && value.trim() !== "" ? { [name]: value.trim() } : {};
}
