// aliases.yaml: groups of names for the same thing. They widen a search and are never shown.
import { parseDocument } from "yaml";
import { z } from "zod";
import type { Oddity } from "#domain/oddity.ts";
import type { AliasGroup } from "#domain/report.ts";

export const ALIASES_FILE = "aliases.yaml";

const schema = z.array(z.array(z.union([z.string(), z.number()]).transform(String)).min(2));

export type ReadAliases = Readonly<{ aliases: readonly AliasGroup[]; oddities: readonly Oddity[] }>;

/** A file that cannot be read is an error, and no alias is used: half a list would hide the mistake. */
export function readAliases(source: string): ReadAliases {
  const fail = (line: number, what: string): ReadAliases => ({
    aliases: [],
    oddities: [
      {
        level: "error",
        file: ALIASES_FILE,
        line,
        what,
        treatment: "no alias is used; write one `- [name, other name]` a line",
      },
    ],
  });
  const document = parseDocument(source, { schema: "core", logLevel: "silent" });
  const [broken] = document.errors;
  if (broken !== undefined) return fail(source.slice(0, broken.pos[0]).split("\n").length, "not YAML");
  try {
    const parsed = schema.safeParse(document.toJS({ maxAliasCount: 20 }) ?? []);
    return parsed.success
      ? { aliases: parsed.data, oddities: [] }
      : fail(1, "not a list of groups of two or more names");
  } catch {
    return fail(1, "too many YAML aliases");
  }
}
