// A Word file as blocks of text. Word marks block quotations by the style of the paragraph.
import type { SourceBlock } from "#reports/parse/markdown.ts";
import { readHtml } from "./html.ts";
import { ImportError, loadOptional } from "./optional.ts";

const QUOTATION_STYLES = ["Quote", "Intense Quote", "Block Text", "Block Quote", "Quotations"];
const STYLE_MAP = QUOTATION_STYLES.map((style) => `p[style-name='${style}'] => blockquote > p:fresh`);

const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** Throws ImportError when it is not a Word file, or when the packages are not installed. */
export async function readWord(bytes: Uint8Array, file: string): Promise<readonly SourceBlock[]> {
  const { default: mammoth } = await loadOptional(() => import("mammoth"));
  const { unzipSync } = await loadOptional(() => import("fflate"));
  try {
    let inflated = 0;
    // Only the sizes are read: a small file may inflate to gigabytes.
    unzipSync(bytes, {
      filter({ originalSize }) {
        inflated += originalSize;
        return false;
      },
    });
    if (inflated > MAX_INFLATED_BYTES)
      throw new ImportError(
        `"${file}" is too large: its parts have more than ${MAX_INFLATED_BYTES / 1024 / 1024} MB.`,
      );
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      { styleMap: STYLE_MAP, convertImage: mammoth.images.imgElement(async () => ({ src: "" })) },
    );
    return await readHtml(value);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(`"${file}" cannot be read as a Word file. Save it as .docx, or as .txt or .md.`);
  }
}
