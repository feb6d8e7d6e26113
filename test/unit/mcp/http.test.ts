// The protocol over HTTP: the protocol's own client, a store, and the server of the reader pages.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { narrow } from "#access/scope.ts";
import { createKnowledge } from "#app/knowledge.ts";
import { createRateLimit } from "#bot/intake/rate-limit.ts";
import type { AccessTokens, Scope } from "#domain/scope.ts";
import { createMcpEndpoint } from "#mcp/http.ts";
import { createMcpServer } from "#mcp/server.ts";
import { loadFolder } from "#reports/folder.ts";
import { createAccessTokens } from "#store/access/access-token.ts";
import { openStore, type Store } from "#store/store.ts";
import { silentLog } from "#test/support/log.ts";
import { startPages } from "#test/support/web.ts";
import type { Web } from "#web/server.ts";

const GREEN = "---\ntitle: Tides\ntlp: TLP:GREEN\n---\n\nThe tide comes twice a day. It turns at noon.\n";
const SECRET = "---\ntitle: Secret\ntlp: TLP:RED\n---\n\nThe secret tide is out of reach of all who ask.\n";
const NARROW: Scope = { sets: "all", ceiling: "TLP:GREEN" };
const WIDE: Scope = { sets: "all", ceiling: "TLP:RED" };
const ORIGIN = "https://ibid.example.org";

const folder = mkdtempSync(join(tmpdir(), "ibid-mcp-http-"));
const now = () => new Date("2026-11-27");
let store: Store;
let tokens: AccessTokens;
let web: Web;

beforeAll(async () => {
  writeFileSync(join(folder, "tides.md"), GREEN);
  writeFileSync(join(folder, "secret.md"), SECRET);
  const { library } = await loadFolder(folder);
  store = await openStore(join(folder, "data"));
  tokens = createAccessTokens(store.database, now);
  const create = (scope: Scope) =>
    createMcpServer({
      version: "1",
      log: silentLog,
      knowledge: () => createKnowledge(narrow(library, scope)),
      now,
      newId: () => "7f3a",
    });
  const rateLimit = createRateLimit({ personMinute: 6, personHour: 100, channelMinute: 100 });
  web = await startPages(() => createKnowledge(narrow(library, NARROW)), {
    origin: ORIGIN,
    signIn: { mode: "proxy", address: "192.0.2.1", header: "x-user" },
    mcp: createMcpEndpoint({ tokens, create, rateLimit, origin: ORIGIN, now }),
  });
});

afterAll(async () => {
  await web.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const address = () => new URL(`http://127.0.0.1:${web.port}/mcp`);

async function connect(secret: string): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  const headers = { authorization: `Bearer ${secret}` };
  await client.connect(new StreamableHTTPClientTransport(address(), { requestInit: { headers } }));
  return client;
}

async function titles(client: Client): Promise<readonly string[]> {
  const { structuredContent } = await client.callTool({ name: "reports", arguments: {} });
  const { reports }: { reports: { title: string }[] } = JSON.parse(JSON.stringify(structuredContent));
  return reports.map(({ title }) => title);
}

function post(headers: Readonly<Record<string, string>>, body: string) {
  return fetch(address(), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body,
  });
}

const LIST = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });

test("a token opens the tools, and shows what its scope holds", async () => {
  const narrowed = await connect((await tokens.create("Ann", NARROW)).secret);
  expect((await narrowed.listTools()).tools).toHaveLength(5);
  expect(await titles(narrowed)).toEqual(["Tides"]);
  const asked = await narrowed.callTool({ name: "ask", arguments: { question: "secret tide out of reach" } });
  expect(JSON.stringify(asked)).not.toContain("out of reach of all");
  const wide = await connect((await tokens.create("Bo", WIDE)).secret);
  expect((await titles(wide)).toSorted()).toEqual(["Secret", "Tides"]);
  await Promise.all([narrowed.close(), wide.close()]);
});

test("without a token, with a wrong one and with a revoked one nothing is told but that", async () => {
  const { id, secret } = await tokens.create("Cy", WIDE);
  const answers = async (headers: Readonly<Record<string, string>>) => {
    const response = await post(headers, LIST);
    return [response.status, response.headers.get("www-authenticate"), await response.text()];
  };
  expect((await post({ authorization: `Bearer ${secret}` }, LIST)).status).toBe(200);
  expect(await tokens.revoke(id)).toBe(true);
  expect(await tokens.revoke(id)).toBe(false);
  const missing = await answers({});
  expect(missing.slice(0, 2)).toEqual([401, "Bearer"]);
  for (const authorization of [
    `Bearer ${secret}`,
    "Bearer ibid_wrong-wrong-wrong-wrong",
    `Basic ${secret}`,
    "Bearer",
  ])
    expect(await answers({ authorization })).toEqual(missing);
});

test("a page of another site, a body that is none, and one that is too long are refused", async () => {
  const { secret } = await tokens.create("Di", NARROW);
  const authorization = `Bearer ${secret}`;
  expect((await post({ authorization, origin: "https://evil.example" }, LIST)).status).toBe(403);
  expect((await post({ authorization, origin: ORIGIN }, LIST)).status).toBe(200);
  expect((await post({ authorization, origin: "http://localhost:6274" }, LIST)).status).toBe(200);
  expect((await post({ authorization, origin: "http://localhost.evil.example" }, LIST)).status).toBe(403);
  expect((await post({ authorization }, "{")).status).toBe(400);
  expect((await post({ authorization }, `"${"x".repeat(3_000_000)}"`)).status).toBe(413);
});

test("under the name of another site nothing is answered", async () => {
  const { secret } = await tokens.create("Hal", NARROW);
  const status = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        host,
        authorization: `Bearer ${secret}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      };
      request({ host: "127.0.0.1", port: web.port, path: "/mcp", method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end(LIST);
    });
  expect(await status("rebound.example.org")).toBe(403);
  expect(await status("ibid.example.org")).toBe(200);
});

test("a token that asks too often is told when to ask again, and others go on", async () => {
  const eager = await connect((await tokens.create("Ed", NARROW)).secret);
  for (let i = 0; i < 6; i++) await titles(eager);
  await expect(titles(eager)).rejects.toThrow(/asked too often|429/u);
  const other = await connect((await tokens.create("Flo", NARROW)).secret);
  expect(await titles(other)).toEqual(["Tides"]);
  await Promise.all([eager.close(), other.close()]);
});

test("the store has no secret, and a list shows none", async () => {
  const { id, secret } = await tokens.create("Gus", NARROW);
  const listed = (await tokens.list()).find((token) => token.id === id);
  expect(listed).toEqual({ id, name: "Gus", scope: NARROW, createdAt: now() });
  const files = ["ibid.sqlite", "ibid.sqlite-wal"].map((name) => {
    try {
      return readFileSync(join(folder, "data", name), "latin1");
    } catch {
      return "";
    }
  });
  expect(files.join("")).toContain("Gus");
  expect(files.join("")).not.toContain(secret.slice(5));
});
