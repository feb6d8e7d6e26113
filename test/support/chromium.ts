// A real browser, where there is one, and what is wrong with a page in it.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export const hasChromium = existsSync(CHROMIUM);

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
}

const WIDTHS = [320, 768, 1600];

/** Serious faults for those who read with help, and pages that are wider than the window. `addresses`: by kind of page. */
export async function faultsOf(
  browser: Browser,
  addresses: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of WIDTHS) {
      // The page's own policy would keep the checking script out.
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
      for (const [kind, address] of Object.entries(addresses)) {
        await page.goto(address);
        for (const fault of await faultsIn(page)) found.push(`${kind}, ${width}, ${colorScheme}: ${fault}`);
      }
      await page.close();
    }
  return found;
}

async function faultsIn(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: AXE });
  const violations: { id: string; impact: string }[] = await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, impact }) => ({ id, impact })))",
  );
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const overflow: number = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  return [...serious.map(({ id }) => id), ...(overflow > 0 ? [`${overflow} pixels too wide`] : [])];
}
