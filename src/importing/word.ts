// A Word file as HTML. Word marks block quotations by the style of the paragraph.
import { ImportError, loadOptional } from "./optional.ts";
import { checkInflatedSize } from "./zip.ts";

const QUOTATION_STYLES = ["Quote", "Intense Quote", "Block Text", "Block Quote", "Quotations"];
const STYLE_MAP = [
  "p[style-name='Title'] => h1:fresh",
  ...QUOTATION_STYLES.map((style) => `p[style-name='${style}'] => blockquote > p:fresh`),
];

/** Pictures are left out. Throws ImportError when it is not a Word file, or when the packages are not installed. */
export async function wordToHtml(bytes: Uint8Array, file: string): Promise<string> {
  const { default: mammoth } = await loadOptional(() => import("mammoth"));
  await checkInflatedSize(bytes, file);
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      { styleMap: STYLE_MAP, convertImage: mammoth.images.imgElement(async () => ({ src: "" })) },
    );
    return value;
  } catch {
    throw new ImportError(
      `"${file}" cannot be read as a Word file. Save it as .docx again, or as .md or .txt.`,
    );
  }
}
