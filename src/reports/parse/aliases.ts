// aliases.yaml: groups of names for the same thing. They only make a search find more; they are never shown.
import { isNode, parseDocument } from "yaml";
import { z } from "zod";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { AliasGroup } from "#domain/report.ts";
import { lineAt } from "#text/line-at.ts";

// Against exponential growth ("billion laughs"); a list of names needs no YAML aliases at all.
const MAX_YAML_ALIASES = 20;

// A group is analysed in one step, in which nobody is served: with so many names of this length it takes a few milliseconds.
const MAX_NAMES = 1000;
const MAX_NAME_LENGTH = 200;

const name = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim())
  .pipe(z.string().min(1).max(MAX_NAME_LENGTH));
const schema = z.array(z.array(name).min(2).max(MAX_NAMES));
const NOT_GROUPS = `not a list of groups of 2 to ${MAX_NAMES} names, each of at most ${MAX_NAME_LENGTH} characters`;

export type ParsedAliases = Readonly<{
  aliases: readonly AliasGroup[];
  diagnostics: readonly FileDiagnostic[];
}>;

/** Any mistake is an error and no alias is used: half a list would hide the mistake. */
export function parseAliases(file: string, source: string): ParsedAliases {
  const fail = (offset: number, message: string): ParsedAliases => ({
    aliases: [],
    diagnostics: [
      {
        severity: "error",
        file,
        line: lineAt(source, offset),
        message,
        hint: "no alias is used; write each group on a line of its own: `- [name, other name]`",
      },
    ],
  });
  const document = parseDocument(source, { schema: "core", logLevel: "silent" });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) return fail(syntaxError.pos[0], "not YAML");
  try {
    const parsed = schema.safeParse(document.toJS({ maxAliasCount: MAX_YAML_ALIASES }) ?? []);
    if (parsed.success) return { aliases: parsed.data, diagnostics: [] };
    const group = document.getIn(parsed.error.issues[0]?.path.slice(0, 1) ?? [], true);
    return fail((isNode(group) && group.range?.[0]) || 0, NOT_GROUPS);
  } catch {
    return fail(0, "too many YAML aliases");
  }
}
