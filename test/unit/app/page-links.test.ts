// Links from citations to the reader pages.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLibrary } from "#app/compose.ts";
import type { ScopedKnowledge } from "#bot/command.ts";
import { outcomeMessage } from "#bot/messages/outcome.ts";
import { parseConfig } from "#config.ts";
import type { Scope } from "#domain/scope.ts";
import { silentLog } from "#test/support/log.ts";

const folder = mkdtempSync(join(tmpdir(), "ibid-links-"));
const WEB = { IBID_WEB_PORT: "8081", IBID_WEB_URL: "https://ibid.example.org", IBID_WEB_SIGN_IN: "proxy" };
const PROXY = { IBID_WEB_PROXY_ADDRESS: "127.0.0.1", IBID_WEB_PROXY_HEADER: "x-user" };

beforeAll(() => {
  writeFileSync(
    join(folder, "tides.md"),
    "---\ntitle: Tides\ntlp: TLP:GREEN\n---\n\nThe moon pulls the water of every sea.\n",
  );
  writeFileSync(
    join(folder, "mines.md"),
    "---\ntitle: Mines\ntlp: TLP:RED\n---\n\nThe mine was closed by the ministry in spring.\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(settings: Record<string, string>): Promise<ScopedKnowledge> {
  const live = await openLibrary(parseConfig({ IBID_KNOWLEDGE: folder, ...settings }), silentLog);
  return live.current();
}

async function linksIn(
  knowledge: ScopedKnowledge,
  question: string,
  scope: Scope,
): Promise<readonly string[]> {
  const { library, ask } = await knowledge.within(scope);
  const { blocks } = outcomeMessage(await ask(question), { library, audience: "asker", today: new Date(0) });
  expect(blocks.some(({ kind }) => kind === "quote")).toBe(true);
  return blocks.flatMap((block) =>
    block.kind === "source" ? block.runs.flatMap(({ href }) => href ?? []) : [],
  );
}

const ALL: Scope = { sets: "all", ceiling: "TLP:RED" };

test("a citation leads to the sentence's place on the page, where the pages may show the report", async () => {
  const knowledge = await open({ ...WEB, ...PROXY });
  const [link, ...more] = await linksIn(knowledge, "What pulls the water?", ALL);
  expect(link).toMatch(/^https:\/\/ibid\.example\.org\/r\/tides\/\w{8}\?p=1&s=0$/u);
  expect(more).toEqual([]);
});

test("a channel that sees more than a person in private gets no link to the rest", async () => {
  const knowledge = await open({ ...WEB, ...PROXY });
  expect(await linksIn(knowledge, "Who closed the mine?", ALL)).toEqual([]);
});

test("without reader pages there is no link", async () => {
  expect(await linksIn(await open({}), "What pulls the water?", ALL)).toEqual([]);
});

test.each([
  [{ IBID_WEB_PORT: "8081" }, /IBID_WEB_URL and IBID_WEB_SIGN_IN/u],
  [{ ...WEB }, /IBID_WEB_PROXY_ADDRESS/u],
  [{ ...WEB, ...PROXY, IBID_WEB_URL: "http://ibid.example.org" }, /https/u],
  [{ ...WEB, IBID_WEB_SIGN_IN: "none" }, /for trying out on this machine/u],
])("settings %j that do not go together stop the start with what to do", async (settings, message) => {
  await expect(open(settings)).rejects.toThrow(message);
});
