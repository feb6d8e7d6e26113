// Remembers over a restart what was parsed, so that a start parses only what has changed.
import { createHash } from "node:crypto";
import type { Snapshots } from "#domain/live-library.ts";
import type { ParsedFile, Parser, SourceFile } from "./parser-thread.ts";

/**
 * The version of what is parsed from a file. Raise it with every change that parses some file differently; snapshots of other
 * versions are not read. parsed-snapshots.test.ts fails when it was forgotten.
 */
export const PARSED_VERSION = 1;

// A smaller file is parsed while its snapshot would be read.
const MIN_SOURCE_CHARACTERS = 50_000;

/** A parser that parses a large file only if no process has parsed the same bytes under the same name before. */
export function withSnapshots(parser: Parser, { read, write }: Snapshots): Parser {
  return {
    close: parser.close,
    async parse(source) {
      if (source.source.length < MIN_SOURCE_CHARACTERS) return parser.parse(source);
      const name = nameOf(source);
      // The name includes the version of its contents.
      const known = (await read(name)) as ParsedFile | undefined;
      if (known !== undefined) return known;
      const parsed = await parser.parse(source);
      // A file on which the parser gave up may be parsed by the next try.
      if (parsed.gaveUp === undefined) await write(name, parsed);
      return parsed;
    },
  };
}

function nameOf({ file, source }: SourceFile): string {
  const hash = createHash("sha256").update(`${file}\n`).update(source).digest("hex");
  return `${hash}-report-${PARSED_VERSION}`;
}
