// Which page an address leads to. What may not be read is answered like what is not there, with the same bytes.
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Knowledge } from "#bot/command.ts";
import { findTarget, sourceKey } from "#bot/reference.ts";
import type { Outcome } from "#domain/answer.ts";
import { stackOf, UsageError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import { findReport, type Paragraph, type Report } from "#domain/report.ts";
import { truncateAtWord } from "#text/truncate.ts";
import { COPY_SCRIPT, STYLE } from "./assets.ts";
import { CALLBACK } from "./links.ts";
import {
  libraryPage,
  notFoundPage,
  type PageContext,
  paragraphPage,
  reportPage,
  type Shown,
  searchPage,
} from "./report-page.ts";
import { maySee, type SignIn } from "./sign-in.ts";

export type PagesDeps = Readonly<{
  /** What the pages may show, as it is now. */
  knowledge(): Promise<Knowledge>;
  signIn: SignIn;
  /** What answers programs at `/mcp`, which have access tokens instead of a sign-in. */
  mcp?: (request: Request) => Promise<Response>;
  /** Where the pages are reached from outside, such as `https://ibid.example.org`. */
  origin: string;
  log: Log;
  now(): Date;
  newId(): string;
}>;

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow",
  "cross-origin-resource-policy": "same-origin",
};

const MAX_QUESTION_LENGTH = 500;
// A draft of 60,000 words and what is around it.
const MAX_BODY_BYTES = 2 * 1024 * 1024;

export function createPages(deps: PagesDeps): Hono {
  const { signIn, mcp, log, newId } = deps;
  const app = new Hono();
  if (mcp !== undefined)
    app.all("/mcp", bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLong }), (context) =>
      mcp(context.req.raw),
    );
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  });
  app.get("/style.css", (context) => context.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/copy.js", (context) =>
    context.body(COPY_SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  if (signIn.mode === "account") app.get(CALLBACK, signIn.complete);
  app.use(async (context, next) => {
    if (await maySee(signIn, context, getConnInfo(context).remote.address)) return next();
    if (signIn.mode !== "account") return context.html(notFoundPage(), 404);
    return context.req.method === "POST" ? signIn.begin(context) : context.html(signIn.offer(), 404);
  });
  app.get("/", async (context) => context.html(libraryPage(await pageContext(deps))));
  app.get("/r/:report", async (context) => {
    const page = await pageContext(deps);
    const report = findReport(page.library, context.req.param("report"));
    if (report === undefined) return context.notFound();
    const question = truncateAtWord((context.req.query("q") ?? "").trim(), MAX_QUESTION_LENGTH);
    if (question === "") return context.html(reportPage(report, page));
    const found = foundIn(await page.ask(question, report));
    return context.html(searchPage(report, { question, found }, page));
  });
  app.get("/r/:report/:code", async (context) => {
    const page = await pageContext(deps);
    const report = findReport(page.library, context.req.param("report"));
    const shown =
      report && shownOf(report, { code: context.req.param("code"), ...context.req.query() }, page);
    if (report === undefined || shown === undefined) return context.notFound();
    return context.html(paragraphPage(report, shown, page));
  });
  app.notFound((context) => context.html(notFoundPage(), 404));
  app.onError((error, context) => {
    // Whoever has hung up in the middle of a request reads no answer, and it is no failure of this server.
    if (context.req.raw.signal.aborted) return context.body(null, 400);
    const id = newId();
    log.error("web.failed", { id, error: stackOf(error) });
    return context.text(`That did not work, and it is logged as ${id}. Please try again.`, 500);
  });
  return app;
}

function tooLong(context: Context): Response {
  // What is left of the body is not read.
  const headers = { connection: "close" };
  return context.text(`A request may have at most ${MAX_BODY_BYTES / 1024 / 1024} MB.`, 413, headers);
}

type Page = PageContext & Pick<Knowledge, "ask">;

async function pageContext({ knowledge, now, origin }: PagesDeps): Promise<Page> {
  const { library, ask } = await knowledge();
  return { library, ask, today: now(), origin };
}

type Asked = Readonly<{ code: string; p?: string; s?: string }>;

const CHANGED = {
  here: "The words that this link led to are gone. This is what stands at their place now.",
  nearest: "The words that this link led to are gone, and so is their place. This is the end of the report.",
} as const;

/** Undefined where neither the code nor the place leads to a paragraph of the report. */
function shownOf(
  report: Report,
  { code, p = "", s = "" }: Asked,
  { library }: PageContext,
): Shown | undefined {
  try {
    const place = /^\d{1,6}$/u.test(p) ? p : "1";
    const own = { ...library, reports: [report] };
    const { paragraph, changed } = findTarget(
      { reference: code, ordinal: place, source: sourceKey(report.id) },
      own,
    );
    if (changed !== undefined) return { paragraph, note: CHANGED[changed] };
    // Only words that are still the same are marked.
    const marked = /^\d{1,4}$/u.test(s) ? paragraph.sentences[Number(s)] : undefined;
    return { paragraph, ...(marked === undefined ? {} : { marked }) };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function foundIn(outcome: Outcome): readonly Paragraph[] {
  switch (outcome.kind) {
    case "quotation":
      return outcome.paragraphs;
    case "selection":
      return outcome.entries.flatMap(({ paragraph }) => paragraph ?? []).slice(0, MAX_FOUND);
    case "abstention":
      return outcome.related;
    case "field":
      return [];
  }
}

const MAX_FOUND = 10;
