// What the tools take and return. The results are the JSON of the command line, described in docs/programs.md; fields that are
// not named here may be added.
import { z } from "zod";

const report = z
  .string()
  .optional()
  .describe("Look in this report only: its id, or words of its title or authors.");

export const askInput = z.object({ question: z.string().min(1).describe("The question."), report });

export const verifyInput = z.object({
  text: z
    .string()
    .min(1)
    .describe("A quotation, or a whole draft with quotations in it: up to 400,000 characters."),
});

export const citeInput = z.object({
  reference: z
    .string()
    .min(1)
    .describe(
      'A paragraph\'s code, its number such as "12" or "12-14", a footnote such as "note 3", or a section\'s name.',
    ),
  report,
});

export const contextInput = z.object({
  code: z.string().min(1).describe("The code of a paragraph, from a citation."),
  report,
});

export const reportsInput = z.object({});

const citation = z
  .looseObject({
    text: z.string().describe("The whole citation in one line."),
    report: z.string(),
    title: z.string(),
    tlp: z.string().optional().describe("The handling label. It must go with the quotation."),
    code: z.string().optional(),
    page: z.string().optional().describe("The address of the paragraph's page."),
  })
  .describe("Where the words are.");

const excerpt = z
  .looseObject({
    text: z.string().describe("The report's own words. Quote these and no others."),
    sentence: z.string().describe("The sentence that answers; empty if none is marked."),
  })
  .describe("Words of the report, letter for letter.");

const quoted = z.looseObject({ excerpt, citation });

export const askOutput = z.looseObject({
  outcome: z.enum(["answer", "closest", "overview", "list", "abstention"]),
  reason: z.string().optional().describe("Of an abstention: why nothing is quoted."),
  excerpt: excerpt.optional(),
  field: z.object({ name: z.string(), value: z.string() }).optional(),
  citation: citation.optional(),
  excerpts: z.array(quoted.nullable()).optional(),
  total: z.number().optional(),
});

export const verifyOutput = z.looseObject({
  cut: z.boolean().optional().describe("Only the beginning was checked."),
  checks: z.array(
    z.looseObject({
      quotation: z.string(),
      verdict: z.enum(["exact", "same-words", "altered", "not-in-reports", "too-short"]),
      words: z.string().optional().describe("What the report has instead."),
      citation: citation.optional(),
    }),
  ),
});

export const quotedOutput = z.object({
  total: z.number().describe("How many paragraphs fit; the first ten are shown."),
  paragraphs: z.array(quoted),
});

export const reportsOutput = z.object({
  reports: z.array(
    z.looseObject({
      report: z.string().describe("The id."),
      title: z.string(),
      authors: z.array(z.string()),
      paragraphs: z.number(),
      sections: z.array(z.string()),
    }),
  ),
});
