// The reader pages, asked over HTTP.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { narrow } from "#access/scope.ts";
import { createKnowledge } from "#app/knowledge.ts";
import type { Knowledge } from "#bot/command.ts";
import { type Paragraph, paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { silentLog } from "#test/support/log.ts";
import { startPages } from "#test/support/web.ts";
import { paragraphPath } from "#web/links.ts";
import type { Web, WebDeps } from "#web/server.ts";

const HOSTILE = `---
title: Tides <script>alert(1)</script>
tlp: TLP:GREEN
---

# First "part" & more

The tide comes <img src=x onerror=alert(1)> twice a day. It turns at noon.

The moon pulls the water. Nobody disputes it.
`;
const NOTED = `---
title: Winds
tlp: TLP:GREEN
---

<!-- page 3 -->

The wind turns at noon.[^1] It is [weak] then.

[^1]: A sailor said so[1] in 1912.

<!-- page 4 -->

It rests at night.
`;
const SECRET = "---\ntitle: Secret\ntlp: TLP:RED\n---\n\nThe secret is out of reach of all who ask.\n";

const folder = mkdtempSync(join(tmpdir(), "ibid-web-"));
let knowledge: Knowledge;
let web: Web;

const serve = (deps: Partial<WebDeps> = {}) => startPages(async () => knowledge, deps);

type Response = Readonly<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>;

function get(path: string, { port = web.port, ...options }: Record<string, unknown> = {}): Promise<Response> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port: Number(port), path, ...options }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on("error", reject).end();
  });
}

function paragraph(index: number): Paragraph {
  const report = knowledge.library.reports.find(({ id }) => id === "tides");
  const found = report && paragraphsOf(report)[index];
  if (found === undefined) throw new Error("no such paragraph");
  return found;
}

beforeAll(async () => {
  writeFileSync(join(folder, "tides.md"), HOSTILE);
  writeFileSync(join(folder, "winds.md"), NOTED);
  writeFileSync(join(folder, "secret.md"), SECRET);
  const { library } = await loadFolder(folder);
  knowledge = await createKnowledge(narrow(library, { sets: "all", ceiling: "TLP:AMBER" }));
  web = await serve();
});

afterAll(async () => {
  await web.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a paragraph's page marks the sentence of the link, and shows the report's words as text only", async () => {
  const { status, body } = await get(paragraphPath(paragraph(1), 1));
  expect(status).toBe(200);
  expect(body).toContain("The moon pulls the water. <mark>Nobody disputes it.</mark>");
  expect(body).toContain("TLP:GREEN");
  expect(body).toContain("Tides &lt;script&gt;alert(1)&lt;/script&gt;");
  expect(body).not.toMatch(/<script>|<img/u);
});

test("every response has the strict headers, and no cookie", async () => {
  for (const path of [paragraphPath(paragraph(0)), "/", "/style.css", "/copy.js", "/nothing"]) {
    const { headers } = await get(path);
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self'/u,
    );
    expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    expect(headers["set-cookie"]).toBeUndefined();
  }
});

test("where the words are gone, the page says so, shows what is there now, and marks nothing", async () => {
  const { body } = await get("/r/tides/zzzzzzzz?p=2&s=1");
  expect(body).toContain("The words that this link led to are gone.");
  expect(body).toContain("The moon pulls the water.");
  expect(body).not.toContain("<mark>");
});

test("a search within the report finds the paragraph by the bot's own ranking", async () => {
  const { body } = await get(`/r/tides?q=${encodeURIComponent("what pulls the water?")}`);
  expect(body).toContain(paragraphPath(paragraph(1)).replace("&", "&amp;"));
  expect((await get("/r/tides?q=football")).body).toContain("Nothing was found");
});

test("what may not be seen, what is not there and what is asked by a stranger are the same bytes", async () => {
  const proxied = await serve({ signIn: { mode: "proxy", address: "127.0.0.1", header: "x-user" } });
  const absent = await get("/r/absent/aaaaaaaa?p=1");
  const others = [
    await get("/r/secret/aaaaaaaa?p=1"),
    await get("/r/secret"),
    await get("/r/secret?q=secret"),
    await get("/nothing"),
    await get("/r/tides", { method: "POST" }),
    await get("/r/tides", { headers: { host: "rebound.example.org" } }),
    await get("/r/tides", { port: proxied.port }),
    await get("/r/tides", { port: proxied.port, headers: { "x-user": "" } }),
  ];
  expect(absent.status).toBe(404);
  for (const { status, body } of others) expect({ status, body }).toEqual({ status: 404, body: absent.body });
  const signedIn = await get("/r/tides", { port: proxied.port, headers: { "x-user": "ana" } });
  expect(signedIn.status).toBe(200);
  await proxied.close();
});

test("5,000 addresses of a report that may not be seen, or of none, asked by who is signed in and who is not, are answered with the same bytes and headers", async () => {
  const agent = new Agent({ keepAlive: true });
  const { library } = await loadFolder(folder);
  const hidden = library.reports.find(({ id }) => id === "secret");
  const codes = hidden === undefined ? [] : paragraphsOf(hidden).map(({ code }) => code);
  expect(codes).toHaveLength(1);
  const proxied = await serve({ signIn: { mode: "proxy", address: "127.0.0.1", header: "x-user" } });
  const answer = async (path: string, person: string) => {
    const options = { agent, port: proxied.port, headers: { "x-user": person } };
    const { status, headers, body } = await get(path, options);
    return JSON.stringify([status, { ...headers, date: "" }, body]);
  };
  const absent = await answer("/r/absent", "ana");
  for (let i = 0; i < 2_500; i++) {
    const rest = [`/${codes[0]}?p=${i}`, `/${codes[0]}?s=${i}`, `?q=secret+${i}`, `/${i}`, `#${i}`][i % 5];
    for (const person of ["ana", ""])
      for (const report of ["secret", "absent"])
        expect(await answer(`/r/${report}${rest}`, person)).toBe(absent);
  }
  agent.destroy();
  await proxied.close();
});

test("a failure is told with the id that the log has", async () => {
  const failing = await serve({ knowledge: () => Promise.reject(new Error("broken")) });
  const { status, body } = await get("/", { port: failing.port });
  expect([status, body]).toEqual([500, "That did not work, and it is logged as 7f3a. Please try again."]);
  await failing.close();
});

test("a client that hangs up in the middle of a request is no failure", async () => {
  const failures: string[] = [];
  const log = { ...silentLog, error: (event: string) => void failures.push(event) };
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const cut = await serve({
    log,
    mcp: async (received) => {
      await received.text().finally(resolve);
      return new Response();
    },
  });
  const socket = connect(cut.port, "127.0.0.1", () => {
    socket.write("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
    setTimeout(() => socket.destroy(), 50);
  });
  await ended;
  await new Promise((done) => setImmediate(done));
  expect(failures).toEqual([]);
  await cut.close();
});

test("the mark of a note leads to the note, the note leads back, and a page says where it begins", async () => {
  const { body } = await get("/r/winds");
  const [text, note] = ["The wind turns at noon.", "A sailor said so"].map(
    (words) =>
      new RegExp(`<article id="c-(\\w+)">(?:(?!</article>)[\\s\\S])*${words}[\\s\\S]*?</article>`, "u").exec(
        body,
      ) ?? [],
  );
  expect(text?.[0]).toContain(
    `The wind turns at noon.<a href="/r/winds/${note?.[1]}?p=2" aria-label="Note 1">[1]</a> It is [weak] then.`,
  );
  expect(note?.[0]).toContain("A sailor said so[1] in 1912.");
  expect(note?.[0]).toContain(`<a href="/r/winds/${text?.[1]}?p=1">Referred to in p. 3, para. 1</a>`);
  expect([...body.matchAll(/<p class="quiet page">(.*?)<\/p>/gu)].map(([, words]) => words)).toEqual([
    "Page 3",
    "Page 4",
  ]);
});
