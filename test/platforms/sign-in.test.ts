// Signing in to the reader pages with an account of Slack and of Discord: `npm start`, and the platform's own pages and endpoints.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBrowserSession } from "#test/support/browser-session.ts";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import { ADA, GUILD } from "#test/support/fakes/discord/state.ts";
import { type OAuth, setUpSignIn } from "#test/support/fakes/oauth.ts";
import { type Run, runIbid } from "#test/support/fakes/process.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { environmentFor as discordEnvironment } from "./discord/harness.ts";
import { environmentFor as slackEnvironment } from "./slack/harness.ts";

type Side = Readonly<{
  environment: Readonly<Record<string, string>>;
  oauth: OAuth;
  member: OAuth["account"]["current"];
  /** People from elsewhere, and guests. */
  strangers: readonly OAuth["account"]["current"][];
  until(condition: () => boolean): Promise<void>;
  stop(): Promise<void>;
}>;

async function openSlack(): Promise<Side> {
  const server = await startSlack();
  server.state.people.set(GUEST.id, { is_restricted: true });
  return {
    ...server,
    environment: slackEnvironment(server),
    member: { id: "U1", team: "T1" },
    // The same id in another workspace is another person.
    strangers: [{ id: "U1", team: "T9" }, GUEST],
  };
}

/** A member of the workspace who is a guest there. */
const GUEST = { id: "U7", team: "T1" };

async function openDiscord(): Promise<Side> {
  const server = await startDiscord();
  const environment = discordEnvironment(server);
  return {
    ...server,
    environment: {
      ...environment,
      IBID_DATA: mkdtempSync(join(tmpdir(), "ibid-")),
      DISCORD_GUILD_IDS: GUILD,
    },
    member: { id: ADA },
    strangers: [{ id: "800000000000000009" }],
  };
}

describe.each([
  { name: "slack", label: "Slack", open: openSlack },
  { name: "discord", label: "Discord", open: openDiscord },
])("with an account of $label", ({ name, label, open }) => {
  let side: Side;
  let ibid: Run;
  let origin = "";

  beforeAll(async () => {
    side = await open();
    const pages = await setUpSignIn(name, side.oauth);
    origin = pages.origin;
    ibid = runIbid({ ...side.environment, ...pages.environment });
    await side.until(() => ibid.log.some(({ event }) => event === "platform.serving"));
  }, 60_000);

  afterAll(async () => {
    ibid.kill("SIGTERM");
    await ibid.exited;
    await side.stop();
  });

  const signIn = async (path: string, account: OAuth["account"]["current"]) => {
    const browser = createBrowserSession();
    side.oauth.account.current = account;
    const back = await browser.answer(await browser.post(origin + path), "Allow");
    return { browser, back, result: await browser.get(back) };
  };

  test("a stranger gets one page for every address, without a cookie, and may sign in from it", async () => {
    const pages = await Promise.all(
      ["/", "/r/absent", "/r/red", "/r/absent/aaaaaaaa?p=1", "/nothing"].map((path) =>
        createBrowserSession().get(origin + path),
      ),
    );
    for (const { status, body, headers } of pages) {
      expect([status, body]).toEqual([404, pages[0]?.body]);
      expect(headers.getSetCookie()).toEqual([]);
    }
    // What the platform fetches for a preview of the link is that page too.
    const preview = await fetch(`${origin}/r/red`, {
      headers: { "user-agent": "Slackbot-LinkExpanding 1.0" },
    });
    expect([preview.status, await preview.text()]).toEqual([404, pages[0]?.body]);
    expect(pages[0]?.body).not.toContain("og:");
    expect(pages[0]?.body).toContain(`<button>Sign in with ${label}</button>`);
  });

  test("a member comes back to what was asked for, and stays signed in by a cookie that scripts cannot read", async () => {
    const { browser, result } = await signIn("/?q=1&s=2", side.member);
    expect([result.status, result.headers.get("location")]).toEqual([303, `${origin}/?q=1&s=2`]);
    const cookie = result.headers.getSetCookie().find((one) => one.startsWith("__Host-ibid-session="));
    expect(cookie).toMatch(/; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/u);
    expect((await browser.get(`${origin}/`)).status).toBe(200);
    // Whoever is signed in gets the same bytes for what is hidden as for what is absent.
    const [hidden, absent] = [await browser.get(`${origin}/r/red`), await browser.get(`${origin}/r/absent`)];
    expect([hidden.status, hidden.body]).toEqual([404, absent.body]);
  });

  test("an account from elsewhere, or of a guest, is refused", async () => {
    for (const stranger of side.strangers) {
      const { browser, result } = await signIn("/", stranger);
      expect(result.status).toBe(403);
      expect(result.body).toContain(`This ${label} account does not belong to those who may read here.`);
      expect((await browser.get(`${origin}/`)).status).toBe(404);
    }
  });

  test("a code is good once, in the browser that asked for it, and a changed cookie for nothing", async () => {
    const { back } = await signIn("/", side.member);
    const other = createBrowserSession();
    expect((await other.get(back)).status).toBe(400);
    const { browser, back: used } = await signIn("/", side.member);
    expect((await browser.get(used)).status).toBe(400);
    const forged = encodeURIComponent(`{"value":{"person":"U1"},"until":9e15}.${"A".repeat(43)}=`);
    const response = await fetch(`${origin}/`, { headers: { cookie: `__Host-ibid-session=${forged}` } });
    expect(response.status).toBe(404);
  });

  test("no address leads out of the site after signing in", async () => {
    const { result } = await signIn("//evil.example.org/x", side.member);
    expect(new URL(result.headers.get("location") ?? "").origin).toBe(origin);
  });

  test("who does not allow it, and a platform that fails, are told apart and told", async () => {
    const browser = createBrowserSession();
    const denied = await browser.get(await browser.answer(await browser.post(`${origin}/`), "Deny"));
    expect([denied.status, denied.body.includes(`${label} did not tell who you are.`)]).toEqual([403, true]);
    side.oauth.outage.status = 503;
    const { result } = await signIn("/", side.member);
    delete side.oauth.outage.status;
    expect(result.status).toBe(502);
    const id = /logged as (\w+)/u.exec(result.body)?.[1];
    await side.until(() => ibid.log.some((line) => line.event === "web.sign-in-failed" && line.id === id));
    expect(ibid.output()).not.toContain(side.oauth.client.secret);
  });
});
