// From an answer in Slack to the paragraph on its page, in a real browser where there is one: `npm start`, the fake Slack and its
// sign-in.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsOf, hasChromium, launchChromium } from "#test/support/chromium.ts";
import { setUpSignIn } from "#test/support/fakes/oauth.ts";
import { type Run, runIbid } from "#test/support/fakes/process.ts";
import { slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import { environmentFor } from "./harness.ts";

const REPORT = `---
title: Tides and Winds of the Northern Harbours
tlp: TLP:GREEN
---

# The Tide

The tide comes twice a day. The moon pulls the water of every harbour.

# The Wind

The wind rests at night and rises before noon.
`;

describe.skipIf(!hasChromium).each([true, false])("in Chromium, JavaScript: %s", (javaScriptEnabled) => {
  let server: SlackServer;
  let ibid: Run;
  let origin = "";
  let browser: Browser;

  beforeAll(async () => {
    const knowledge = mkdtempSync(join(tmpdir(), "ibid-reader-"));
    writeFileSync(join(knowledge, "tides.md"), REPORT);
    server = await startSlack();
    const pages = await setUpSignIn("slack", server.oauth);
    origin = pages.origin;
    ibid = runIbid({
      ...environmentFor(server),
      ...pages.environment,
      IBID_KNOWLEDGE: knowledge,
      IBID_DEFAULT_CEILING: "TLP:GREEN",
    });
    await server.until(() => ibid.log.some(({ event }) => event === "process.serving"));
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    ibid.kill("SIGTERM");
    await ibid.exited;
    await server.stop();
  });

  test("the link of an answer leads through the sign-in to the marked sentence, and on from there", async () => {
    slashCommand(server, "/ask", "what pulls the water?", { channel: "C1", user: "U1" });
    await server.until(() => JSON.stringify(server.state.posts).includes("/r/tides/"));
    const [link = ""] = /http:[^"|>]*\/r\/tides\/[^"|>]*/u.exec(JSON.stringify(server.state.posts)) ?? [];
    const context = await browser.newContext({
      javaScriptEnabled,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    const response = await page.goto(link.replaceAll("&amp;", "&"));
    expect(response?.status()).toBe(404);
    expect(await context.cookies()).toEqual([]);
    await page.getByRole("button", { name: "Sign in with Slack" }).click();
    await page.getByRole("link", { name: "Allow" }).click();
    expect(await page.locator("mark").innerText()).toBe("The moon pulls the water of every harbour.");
    await page.getByRole("searchbox").fill("when does the wind rest");
    await page.keyboard.press("Enter");
    await page.locator("ol.found a").first().click();
    expect(await page.locator("article.asked").innerText()).toContain("The wind rests at night");
    await page.getByRole("link", { name: /^Previous/u }).click();
    await page.getByRole("link", { name: /^Next/u }).click();
    expect(await page.locator("article.asked").innerText()).toContain("The wind rests at night");
    if (javaScriptEnabled) {
      await page.getByRole("button", { name: "Copy link" }).click();
      await page.getByText("Copied.").waitFor();
      expect(await page.evaluate("navigator.clipboard.readText()")).toContain("/r/tides/");
    }
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    await context.close();
  }, 60_000);

  test("the pages of the sign-in have no serious fault either", async () => {
    const addresses = {
      "not signed in": `${origin}/r/tides`,
      "sign-in too old": `${origin}/sign-in/callback`,
    };
    expect(await faultsOf(browser, addresses)).toEqual([]);
  }, 120_000);
});
