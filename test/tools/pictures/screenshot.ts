// Takes the pictures of a reader page with Chromium: node test/tools/pictures/screenshot.ts
import { chromium } from "playwright-core";
import { createKnowledge } from "#app/knowledge.ts";
import { answerQuestion } from "#bot/commands/ask.ts";
import { loadFolder } from "#reports/folder.ts";
import { startPages } from "#test/support/web.ts";
import { paragraphPath } from "#web/links.ts";

const { library } = await loadFolder("knowledge");
const knowledge = await createKnowledge(library);
const outcome = await answerQuestion(
  { question: "What would be a red line for Iran's parliament?" },
  knowledge,
);
if (outcome.kind !== "quotation") throw new Error("the reports do not answer");
const [paragraph] = outcome.paragraphs;
if (paragraph === undefined) throw new Error("no paragraph");
const marked = paragraph.sentences.findIndex(({ start, end }) =>
  paragraph.text.slice(start, end).includes("red line"),
);
const web = await startPages(async () => knowledge);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const colorScheme of ["light", "dark"] as const) {
  const page = await browser.newPage({ viewport: { width: 760, height: 1280 }, colorScheme });
  await page.goto(`http://127.0.0.1:${web.port}${paragraphPath(paragraph, Math.max(0, marked))}`);
  await page.screenshot({ path: `test/tools/pictures/page-${colorScheme}.png` });
  await page.close();
}
await browser.close();
await web.close();
