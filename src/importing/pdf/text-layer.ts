// The text layer of a PDF: which words are printed where, and in which size.
import { ImportError, loadOptional } from "#importing/optional.ts";

export type Item = Readonly<{
  text: string;
  /** In points; y grows upwards. */
  x: number;
  y: number;
  width: number;
  size: number;
  bold: boolean;
}>;

export type Page = Readonly<{
  /** From 1. */
  number: number;
  height: number;
  width: number;
  items: readonly Item[];
  hasPicture: boolean;
}>;

export type TextLayer = Readonly<{ pages: readonly Page[]; title?: string; author?: string }>;

// More is no report, and a thread reads so many within its deadline.
const MAX_PAGES = 2_000;
const BOLD = /bold|demi|black|heavy|-TB|CMBX/iu;

/** Throws ImportError when it is not a PDF, is encrypted or has too many pages, or when the package is not installed. */
export async function readTextLayer(bytes: Uint8Array, file: string): Promise<TextLayer> {
  const { getDocumentProxy, getResolvedPDFJS } = await loadOptional(() => import("unpdf"));
  const { OPS } = await getResolvedPDFJS();
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((error: unknown) => {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw new ImportError(
      isLocked
        ? `"${file}" is locked with a password. Save it without one.`
        : `"${file}" cannot be read as a PDF.`,
    );
  });
  if (pdf.numPages > MAX_PAGES)
    throw new ImportError(`"${file}" has ${pdf.numPages} pages; at most ${MAX_PAGES} are imported at once.`);
  const pages: Page[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    // The fonts' names are known only after the page's drawing has been read.
    const { fnArray } = await page.getOperatorList();
    const { items } = await page.getTextContent();
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
    pages.push({
      number,
      height: top - bottom,
      width: right - left,
      items: items.flatMap((item) =>
        "str" in item && item.str.trim() !== ""
          ? [
              {
                text: item.str,
                x: (item.transform[4] as number) - left,
                y: (item.transform[5] as number) - bottom,
                width: item.width,
                size: Math.hypot(item.transform[2] as number, item.transform[3] as number),
                bold: BOLD.test(fontName(page.commonObjs, item.fontName)),
              },
            ]
          : [],
      ),
      hasPicture: fnArray.includes(OPS.paintImageXObject),
    });
    page.cleanup();
  }
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  return { pages, ...said(info, "Title", "title"), ...said(info, "Author", "author") };
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
