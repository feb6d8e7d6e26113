// A Word file as HTML. Word marks block quotations by the style of the paragraph.
import { ImportError, loadOptional } from "./optional.ts";

const QUOTATION_STYLES = ["Quote", "Intense Quote", "Block Text", "Block Quote", "Quotations"];
const STYLE_MAP = [
  "p[style-name='Title'] => h1:fresh",
  ...QUOTATION_STYLES.map((style) => `p[style-name='${style}'] => blockquote > p:fresh`),
];
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

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

/** Of a zip archive: a small one may inflate to gigabytes. Throws ImportError, also when it is no archive. */
export async function checkInflatedSize(bytes: Uint8Array, file: string): Promise<void> {
  const { unzipSync } = await loadOptional(() => import("fflate"));
  let inflated = 0;
  try {
    unzipSync(bytes, {
      filter({ originalSize }) {
        inflated += originalSize;
        return false;
      },
    });
  } catch {
    throw new ImportError(`"${file}" is damaged, or not what its name says.`);
  }
  if (inflated > MAX_INFLATED_BYTES)
    throw new ImportError(
      `"${file}" is too large: its parts have more than ${MAX_INFLATED_BYTES / 1024 / 1024} MB.`,
    );
}
