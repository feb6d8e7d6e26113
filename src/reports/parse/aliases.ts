// aliases.yaml: groups of names for the same thing. They widen a search and are never shown.
import { isNode, parseDocument } from "yaml";
import { z } from "zod";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { AliasGroup } from "#domain/report.ts";

/** Its name, at the top of the knowledge folder. */
export const ALIASES_FILE = "aliases.yaml";

const name = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim())
  .pipe(z.string().min(1));
const schema = z.array(z.array(name).min(2));

export type ReadAliases = Readonly<{
  aliases: readonly AliasGroup[];
  diagnostics: readonly FileDiagnostic[];
}>;

/** A file that cannot be read is an error, and no alias is used: half a list would hide the mistake. */
export function parseAliases(source: string): ReadAliases {
  const fail = (offset: number, what: string): ReadAliases => ({
    aliases: [],
    diagnostics: [
      {
        severity: "error",
        file: ALIASES_FILE,
        line: source.slice(0, offset).split("\n").length,
        message: what,
        hint: "no alias is used; write one `- [name, other name]` a line",
      },
    ],
  });
  const document = parseDocument(source, { schema: "core", logLevel: "silent" });
  const [broken] = document.errors;
  if (broken !== undefined) return fail(broken.pos[0], "not YAML");
  try {
    const parsed = schema.safeParse(document.toJS({ maxAliasCount: 20 }) ?? []);
    if (parsed.success) return { aliases: parsed.data, diagnostics: [] };
    const group = document.getIn(parsed.error.issues[0]?.path.slice(0, 1) ?? [], true);
    return fail((isNode(group) && group.range?.[0]) || 0, "not a list of groups of two or more names");
  } catch {
    return fail(0, "too many YAML aliases");
  }
}
