// An EPUB as HTML: its chapters in the order of the spine, and what its package file says of the book.
import { ImportError } from "./optional.ts";
import { unzip } from "./zip.ts";

export type Book = Readonly<{ html: string; title?: string; author?: string; published?: string }>;

/** Throws ImportError when it is no EPUB, or when the packages are not installed. */
export async function readEpub(bytes: Uint8Array, file: string): Promise<Book> {
  const parts = await unzip(bytes, file, /\.(?:xml|opf|x?html?)$/iu);
  const read = (name: string) => {
    const part = parts[name];
    if (part === undefined) throw new ImportError(`"${file}" is not an EPUB: ${name} is missing.`);
    return new TextDecoder().decode(part);
  };
  const [rootFile = ""] = /<rootfile\b[^>]*>/u.exec(read("META-INF/container.xml")) ?? [];
  const root = attribute(rootFile, "full-path");
  if (root === "") throw new ImportError(`"${file}" is not an EPUB: it names no package file.`);
  const opf = read(root);
  const folder = root.slice(0, root.lastIndexOf("/") + 1);
  const hrefs = new Map(
    [...opf.matchAll(/<item\b[^>]*>/gu)].map(([tag]) => [attribute(tag, "id"), attribute(tag, "href")]),
  );
  const chapters = [...opf.matchAll(/<itemref\b[^>]*>/gu)].map(([tag]) => {
    const href = hrefs.get(attribute(tag, "idref"));
    if (href === undefined) throw new ImportError(`"${file}" is damaged: a chapter is missing.`);
    return href;
  });
  // A few bytes could name a chapter a million times.
  if (new Set(chapters).size < chapters.length)
    throw new ImportError(`"${file}" is damaged: a chapter is named twice.`);
  const title = element(opf, "title");
  const author = element(opf, "creator");
  const published = /^\d{4}(?:-\d\d(?:-\d\d)?)?/u.exec(element(opf, "date") ?? "")?.[0];
  return {
    html: chapters.map((href) => bodyOf(read(folder + decodePath(href)))).join("\n"),
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
    ...(published === undefined ? {} : { published }),
  };
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\s${name}\\s*=\\s*(["'])(.*?)\\1`, "su").exec(tag)?.[2] ?? "";
}

/** Of Dublin Core, without entities. */
function element(opf: string, name: string): string | undefined {
  const words = new RegExp(`<dc:${name}\\b[^>]*>([^<]+)<`, "u").exec(opf)?.[1]?.replace(/\s+/gu, " ").trim();
  return words === "" ? undefined : words?.replaceAll("&amp;", "&");
}

/** As it is where it is not encoded as an address. */
function decodePath(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

function bodyOf(page: string): string {
  return /<body\b[^>]*>([\s\S]*)<\/body>/iu.exec(page)?.[1] ?? page;
}
