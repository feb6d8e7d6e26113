// The door for other programs: an assistant asks, cites and has its quotations checked. What is said about a report comes from
// the same places as in a channel; nothing is searched or worded here.
import { type CallToolResult, McpServer, ResourceTemplate } from "@modelcontextprotocol/server";
import type { Knowledge } from "#bot/command.ts";
import { answerQuestion } from "#bot/commands/ask.ts";
import { checkText } from "#bot/commands/verify.ts";
import { checkedJson, outcomeJson, quotedJson } from "#bot/outcome-json.ts";
import { findParagraphs, findRange, findScope } from "#bot/reference.ts";
import { cite, citeReport } from "#domain/citation.ts";
import { messageOf, stackOf, UsageError } from "#domain/errors.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Log } from "#domain/log.ts";
import { type Paragraph, paragraphsOf, reportOf } from "#domain/report.ts";
import { leadOf } from "./lead.ts";
import {
  askInput,
  askOutput,
  citeInput,
  contextInput,
  quotedOutput,
  reportsInput,
  reportsOutput,
  verifyInput,
  verifyOutput,
} from "./schemas.ts";

export type McpDeps = Readonly<{
  version: string;
  log: Log;
  /** What may be seen, as it is now. */
  knowledge(): Promise<Knowledge>;
  now(): Date;
  /** A short name for an error, to find it in the log. */
  newId(): string;
}>;

const INSTRUCTIONS = `Ibid quotes a team's reports word for word. Quote only words that a tool has returned, with the citation and the
handling label that came with them; do not paraphrase them between quotation marks. When "ask" abstains, say that the reports do not answer.
Before you give your final text to anybody, call "verify" with all of it and correct every quotation that is altered or not in the reports.`;

// About 60,000 words. In one line without a break they hold the event loop for 230 ms.
const DRAFT = { length: 400_000, quotations: 2_000 };
// Before and after the paragraph that is asked for.
const NEIGHBOURS = 2;
const MAX_PARAGRAPHS = 10;
const MAX_SECTIONS = 200;

type Result = Readonly<Record<string, unknown>>;

export function createMcpServer(deps: McpDeps): McpServer {
  const server = new McpServer({ name: "ibid", version: deps.version }, { instructions: INSTRUCTIONS });
  const run = (tool: string, work: (knowledge: Knowledge) => Promise<Result>) => runTool(tool, work, deps);
  const annotations = { readOnlyHint: true, openWorldHint: false };
  server.registerTool(
    "ask",
    {
      title: "Ask the reports",
      description:
        "Finds the paragraph of the team's reports that answers a question, word for word, with its citation. Quote only what it returns. It abstains when the reports do not answer.",
      inputSchema: askInput,
      outputSchema: askOutput,
      annotations,
    },
    ({ question, report }) =>
      run("ask", (knowledge) => askOf(question, report, { knowledge, today: deps.now() })),
  );
  server.registerTool(
    "verify",
    {
      title: "Check quotations",
      description:
        "Checks every quotation of a text, or a text that is one quotation, against the reports: exact, same words, altered (with the differences) or in none of the reports. Call it with your whole final text before you show it.",
      inputSchema: verifyInput,
      outputSchema: verifyOutput,
      annotations,
    },
    ({ text }) =>
      run("verify", async ({ library, verifyText }) =>
        checkedJson(
          await checkText(text, verifyText, DRAFT),
          (paragraph) => cite(paragraph, library),
          deps.now(),
        ),
      ),
  );
  registerLookups(server, { run, annotations, now: deps.now });
  registerParagraphs(server, deps);
  return server;
}

type Lookups = Readonly<{
  run(tool: string, work: (knowledge: Knowledge) => Promise<Result>): Promise<CallToolResult>;
  annotations: Readonly<Record<string, boolean>>;
  now(): Date;
}>;

/** The tools that find what is named. */
function registerLookups(server: McpServer, { run, annotations, now }: Lookups): void {
  server.registerTool(
    "cite",
    {
      title: "Show a paragraph",
      description:
        "Shows paragraphs by code, number, footnote or section, word for word, with their citations.",
      inputSchema: citeInput,
      outputSchema: quotedOutput,
      annotations,
    },
    ({ reference, report }) =>
      run("cite", async (knowledge) => {
        const scope = findScope(report, knowledge.library);
        const reports = scope === undefined ? knowledge.library.reports : [scope];
        return quotedOf(
          findRange(reference, reports) ?? findParagraphs(reference, reports),
          knowledge,
          now(),
        );
      }),
  );
  server.registerTool(
    "context",
    {
      title: "Show what surrounds a paragraph",
      description: `Shows a paragraph with up to ${NEIGHBOURS} before and after it, in reading order. Look before you quote a sentence: the next one may take it back.`,
      inputSchema: contextInput,
      outputSchema: quotedOutput,
      annotations,
    },
    ({ code, report }) =>
      run("context", async (knowledge) => {
        const scope = findScope(report, knowledge.library);
        const [paragraph] = findParagraphs(code, scope === undefined ? knowledge.library.reports : [scope]);
        const all = paragraph === undefined ? [] : paragraphsOf(reportOf(knowledge.library, paragraph));
        const ordinal = paragraph?.ordinal ?? 0;
        return quotedOf(
          all.slice(Math.max(0, ordinal - 1 - NEIGHBOURS), ordinal + NEIGHBOURS),
          knowledge,
          now(),
        );
      }),
  );
  server.registerTool(
    "reports",
    {
      title: "List the reports",
      description: "Lists the reports that can be asked, with authors, date, handling label and sections.",
      inputSchema: reportsInput,
      outputSchema: reportsOutput,
      annotations,
    },
    () => run("reports", async (knowledge) => reportsOf(knowledge)),
  );
}

/** A paragraph can also be read as a resource, by its report's id and its code. */
function registerParagraphs(server: McpServer, { knowledge }: McpDeps): void {
  server.registerResource(
    "paragraph",
    new ResourceTemplate("ibid://report/{id}/{code}", { list: undefined }),
    {
      title: "A paragraph of a report",
      description: "Its words, letter for letter.",
      mimeType: "text/plain",
    },
    async (uri, { id, code }) => {
      const { library } = await knowledge();
      const report = library.reports.find((one) => one.id === id);
      const paragraph = report && paragraphsOf(report).find((one) => one.code === code);
      if (paragraph === undefined) throw new UsageError(`There is no paragraph ${uri.href}.`);
      return { contents: [{ uri: uri.href, mimeType: "text/plain", text: paragraph.text }] };
    },
  );
}

/** Mistakes of the caller are told as they are; any other error is logged and told by its id. */
async function runTool(
  tool: string,
  work: (knowledge: Knowledge) => Promise<Result>,
  { knowledge, log, newId }: McpDeps,
): Promise<CallToolResult> {
  try {
    const result = await work(await knowledge());
    return {
      content: [
        { type: "text", text: leadOf(result) },
        { type: "text", text: JSON.stringify(result) },
      ],
      structuredContent: result,
    };
  } catch (error) {
    if (error instanceof UsageError) return failure(messageOf(error));
    const id = newId();
    log.error("mcp.failed", { id, tool, error: stackOf(error) });
    return failure(`That did not work, and it is logged as ${id}. Please ask again.`);
  }
}

function failure(text: string): CallToolResult {
  return { isError: true, content: [{ type: "text", text }] };
}

type Asked = Readonly<{ knowledge: Knowledge; today: Date }>;

async function askOf(
  question: string,
  report: string | undefined,
  { knowledge, today }: Asked,
): Promise<Result> {
  const args = { question, ...(report === undefined ? {} : { report }) };
  return outcomeJson(await answerQuestion(args, knowledge), { library: knowledge.library, today });
}

function quotedOf(paragraphs: readonly Paragraph[], { library }: Knowledge, today: Date): Result {
  return {
    total: paragraphs.length,
    paragraphs: paragraphs
      .slice(0, MAX_PARAGRAPHS)
      .map((paragraph) => quotedJson(buildExcerpt(paragraph), { library, today })),
  };
}

function reportsOf({ library }: Knowledge): Result {
  return {
    reports: library.reports.map((report) => ({
      ...citeReport(report, library),
      paragraphs: paragraphsOf(report).length,
      sections: report.sections
        .map(({ heading }) => heading)
        .filter((heading) => heading !== "")
        .slice(0, MAX_SECTIONS),
    })),
  };
}
