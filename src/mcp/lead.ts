// The first text of a result, which clients show as it is: quotation, citation, handling label.
import { z } from "zod";

const quoted = z.object({
  excerpt: z.object({ text: z.string() }),
  citation: z.object({ text: z.string(), tlp: z.string().optional(), page: z.string().optional() }),
});
const result = z.object({
  outcome: z.string().optional(),
  reason: z.string().optional(),
  field: z.object({ value: z.string() }).optional(),
  citation: quoted.shape.citation.optional(),
  excerpt: quoted.shape.excerpt.optional(),
  excerpts: z.array(quoted.nullable()).optional(),
  paragraphs: z.array(z.unknown()).optional(),
  checks: z.array(z.object({ quotation: z.string(), verdict: z.string() })).optional(),
  reports: z.array(z.unknown()).optional(),
});

export function leadOf(json: unknown): string {
  const { outcome, reason, field, citation, excerpt, excerpts, paragraphs, checks, reports } =
    result.parse(json);
  if (reason !== undefined) return `Nothing is quoted: ${reason}.`;
  if (field !== undefined && citation !== undefined) return `${field.value}\n${sourceOf(citation)}`;
  if (excerpt !== undefined && citation !== undefined) {
    const hedge = outcome === "closest" ? "Closest paragraph; it may not answer the question.\n" : "";
    return hedge + quotationOf({ excerpt, citation });
  }
  if (checks !== undefined)
    return checks.map(({ quotation, verdict }) => `${verdict}: ${quotation}`).join("\n");
  if (reports !== undefined) return `Reports: ${reports.length}.`;
  const all = (excerpts ?? paragraphs ?? []).flatMap((one) => quoted.safeParse(one).data ?? []);
  return all.length === 0 ? "Nothing is quoted." : all.map(quotationOf).join("\n\n");
}

function quotationOf({ excerpt, citation }: z.infer<typeof quoted>): string {
  const lines = excerpt.text.split("\n").map((line) => `> ${line}`);
  return [...lines, sourceOf(citation)].join("\n");
}

function sourceOf({ text, tlp, page }: z.infer<typeof quoted>["citation"]): string {
  const labelled = tlp === undefined ? text : `${tlp} ${text}`;
  return page === undefined ? labelled : `${labelled}\n${page}`;
}
