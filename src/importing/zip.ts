// Zip archives, which Word and EPUB files are.
import { ImportError, loadOptional } from "./optional.ts";

const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

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
    throw damaged(file);
  }
  if (inflated > MAX_INFLATED_BYTES)
    throw new ImportError(
      `"${file}" is too large: its parts have more than ${MAX_INFLATED_BYTES / 1024 / 1024} MB.`,
    );
}

/** The parts whose names fit, by name. Throws ImportError when the archive is damaged. */
export async function unzip(
  bytes: Uint8Array,
  file: string,
  names: RegExp,
): Promise<Readonly<Record<string, Uint8Array>>> {
  await checkInflatedSize(bytes, file);
  const { unzipSync } = await loadOptional(() => import("fflate"));
  try {
    return unzipSync(bytes, { filter: ({ name }) => names.test(name) });
  } catch {
    throw damaged(file);
  }
}

function damaged(file: string): ImportError {
  return new ImportError(`"${file}" is damaged, or not what its name says.`);
}
