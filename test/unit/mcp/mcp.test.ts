// `ibid mcp` and the protocol's own client, over real pipes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, expect, test } from "vitest";

const data = mkdtempSync(join(tmpdir(), "ibid-mcp-"));
const client = new Client({ name: "test", version: "1" });

beforeAll(async () => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ["src/cli/ibid.js", "mcp"],
    env: { PATH: process.env.PATH ?? "", IBID_DATA: data },
    stderr: "ignore",
  });
  await client.connect(transport);
});

afterAll(async () => {
  await client.close();
  rmSync(data, { recursive: true, force: true });
});

type Cited = Readonly<{
  excerpt: Readonly<{ text: string; sentence: string }>;
  citation: Readonly<{ text: string; code: string; report: string; ordinal: number }>;
}>;

// The schemas are the server's business: here it is only read what the tests look at.
type Json = Cited &
  Readonly<{
    outcome: string;
    cut?: boolean;
    checks: readonly Readonly<{ verdict: string }>[];
    paragraphs: readonly (Cited & Readonly<{ text: string }>)[];
    reports: readonly unknown[];
  }>;

function parseJson(json: unknown): Json {
  return JSON.parse(JSON.stringify(json ?? null));
}

async function call(name: string, args: Record<string, unknown>) {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: args });
  const [lead] = content;
  return { lead: lead?.type === "text" ? lead.text : "", json: parseJson(structuredContent), isError };
}

test("five tools are offered, each with schemas for what it takes and returns", async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).toSorted()).toEqual(["ask", "cite", "context", "reports", "verify"]);
  for (const { inputSchema, outputSchema, description } of tools) {
    expect(inputSchema.type).toBe("object");
    expect(outputSchema?.type).toBe("object");
    expect(description).toMatch(/\.$/u);
  }
});

test("a question is answered with the report's words first, then the citation", async () => {
  const { lead, json } = await call("ask", { question: "What would be a red line for Iran's parliament?" });
  expect(json.outcome).toBe("answer");
  expect(json.excerpt.sentence).toContain("red line");
  expect(lead).toBe(`> ${json.excerpt.text}\n${json.citation.text}`);
});

test("what the reports do not answer is an abstention, not an error", async () => {
  const { lead, json, isError } = await call("ask", { question: "Who won the football World Cup in 1998?" });
  expect(json).toMatchObject({ outcome: "abstention", reason: "not-found" });
  expect(lead).toBe("Nothing is quoted: not-found.");
  expect(isError).not.toBe(true);
});

test("a draft that misquotes is caught, however long it is", async () => {
  const { json } = await call("ask", { question: "What would be a red line for Iran's parliament?" });
  const exact = json.excerpt.sentence;
  const altered = exact.replace("red line", "green line");
  const padding = "These are the writer's own words about something else. ".repeat(7_000);
  const { json: checked } = await call("verify", {
    text: `${padding}\n\nThe report says: \u201C${exact}\u201D\n\nIt also says: \u201C${altered}\u201D`,
  });
  expect(checked.checks.map(({ verdict }) => verdict)).toEqual(["exact", "altered"]);
  expect(checked.cut).toBeUndefined();
});

test("a paragraph is found by its code, with its neighbours, and as a resource", async () => {
  const { json } = await call("ask", { question: "What would be a red line for Iran's parliament?" });
  const { code, report, ordinal } = json.citation;
  const cited = await call("cite", { reference: code });
  expect(cited.json).toMatchObject({ total: 1, paragraphs: [{ excerpt: { text: json.excerpt.text } }] });
  const around = await call("context", { code });
  expect(around.json.paragraphs.map(({ citation }) => citation.ordinal)).toContain(ordinal);
  expect(around.json.paragraphs.length).toBeGreaterThan(1);
  const { contents } = await client.readResource({ uri: `ibid://report/${report}/${code}` });
  expect(contents).toMatchObject([{ text: json.paragraphs[0]?.text }]);
});

test("what is named wrongly is told as in a channel, and the reports are listed", async () => {
  expect(await call("cite", { reference: "zzzzzz" })).toMatchObject({ isError: true });
  const { json } = await call("reports", {});
  expect(json.reports).toMatchObject([{ authors: expect.any(Array), sections: expect.any(Array) }]);
});
