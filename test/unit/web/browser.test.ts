// The reader pages in a real browser, where there is one: what a reader does, at every width, with and without JavaScript.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import type { Knowledge } from "#bot/command.ts";
import { paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { faultsOf, hasChromium, launchChromium } from "#test/support/chromium.ts";
import { startPages } from "#test/support/web.ts";
import { paragraphPath } from "#web/links.ts";
import type { Web } from "#web/server.ts";

const REPORT = `---
title: Tides and Winds of the Northern Harbours
tlp: TLP:GREEN
---

# The Tide

<!-- page 3 -->

The tide comes twice a day.[^1] It turns at noon.

[^1]: A sailor said so.

# The Wind

The wind rests at night. Averyveryveryveryveryveryveryveryveryveryveryveryverylongwordwithoutanyplacetobreakit stands here.
`;

describe.skipIf(!hasChromium)("in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "ibid-browser-"));
  let knowledge: Knowledge;
  let web: Web;
  let browser: Browser;
  let kinds: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    writeFileSync(join(folder, "tides.md"), REPORT);
    const { library } = await loadFolder(folder);
    knowledge = await createKnowledge(library);
    web = await startPages(async () => knowledge);
    const [first] = library.reports.flatMap(paragraphsOf);
    if (first === undefined) throw new Error("no paragraph");
    kinds = {
      library: "/",
      report: "/r/tides",
      paragraph: paragraphPath(first, 1),
      changed: "/r/tides/aaaaaaaa?p=1",
      search: "/r/tides?q=wind",
      "not found": "/r/absent",
    };
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (path: string) => `http://127.0.0.1:${web.port}${path}`;

  test("no page has a serious fault for those who read with help, or is wider than the window", async () => {
    const addresses = Object.fromEntries(Object.entries(kinds).map(([kind, path]) => [kind, address(path)]));
    expect(await faultsOf(browser, addresses)).toEqual([]);
  }, 120_000);

  test("from the link of a citation a reader sees the sentence, searches, goes on, copies and prints", async () => {
    const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    await page.goto(address(kinds.paragraph ?? ""));
    expect(await page.locator("mark").innerText()).toBe("It turns at noon.");
    await page.getByRole("button", { name: "Copy citation" }).click();
    await page.getByText("Copied.").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toContain(
      "Tides and Winds of the Northern Harbours",
    );
    await page.getByRole("link", { name: "Note 1" }).first().click();
    await page
      .getByRole("link", { name: /^Referred to in/u })
      .first()
      .click();
    expect(await page.locator("article.asked").innerText()).toContain("The tide comes twice a day.");
    await page.getByRole("searchbox").fill("where does the wind rest");
    await page.keyboard.press("Enter");
    await page.locator("ol.found a").first().click();
    expect(await page.locator("article.asked").innerText()).toContain("The wind rests at night.");
    await page.getByRole("link", { name: /^Previous/u }).click();
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    await context.close();
  }, 60_000);

  test("without JavaScript all but the copy buttons works", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address(kinds.paragraph ?? ""));
    expect(await page.locator("mark").innerText()).toBe("It turns at noon.");
    expect(await page.getByRole("button", { name: "Copy citation" }).count()).toBe(0);
    await page.getByRole("searchbox").fill("wind");
    await page.keyboard.press("Enter");
    await page.locator("ol.found a").first().waitFor();
    await context.close();
  }, 60_000);
});
