// Packages that the bot itself does not need, and that an installation may leave out.

/** A document that cannot be read, with what to do about it. */
export class ImportError extends Error {}

/** Throws ImportError when the package is not installed. */
export async function loadOptional<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new ImportError(
      "The packages that read PDF, Word, HTML and EPUB files are not installed. Install them with npm install --include=optional.",
    );
  }
}
