// The README's pictures are drawn from the golden files of the replies, so they show what is really sent. After a change
// `npm test -- --update` draws them again.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { draw, escapeXml, type Look, wrap } from "./draw.ts";
import { readConsole, readDiscord, readSlack } from "./messages.ts";

const readGolden = (file: string) => readFileSync(`test/platforms/golden/${file}`, "utf8");
const QUESTION = "What would be a red line for Iran's parliament?";
const SANS = "Helvetica, Arial, 'DejaVu Sans', sans-serif";

const LOOKS: Readonly<Record<string, Look>> = {
  console: {
    font: "Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    advance: 0.61,
    paper: "#1e1e1e",
    ink: "#e6e6e6",
    faint: "#6f7680",
    accent: "#8bd5a0",
    button: "#1e1e1e",
  },
  slack: {
    font: SANS,
    advance: 0.56,
    paper: "#ffffff",
    ink: "#1d1c1d",
    faint: "#c9c9c9",
    accent: "#1264a3",
    button: "#ffffff",
  },
  discord: {
    font: SANS,
    advance: 0.56,
    paper: "#313338",
    ink: "#dbdee1",
    faint: "#5c5f66",
    accent: "#f2f3f5",
    button: "#4e5058",
  },
};

test.each([
  ["console", "$", `npm run -s ask -- "${QUESTION}"`, "", readConsole(readGolden("console/answer.txt"))],
  ["slack", "Ada", `/ask ${QUESTION}`, "Ibid", readSlack(readGolden("slack/answer.json"))],
  ["discord", "Ada", `/ask ${QUESTION}`, "Ibid", readDiscord(readGolden("discord/answer.json"))],
] as const)(
  "the picture of %s shows the reply as it is sent",
  async (name, who, what, answeredBy, pieces) => {
    const look = LOOKS[name];
    if (look === undefined) throw new Error(`no look for ${name}`);
    const picture = draw({ asked: { who, what }, answeredBy, pieces }, look);
    expect(picture.replace(/<[^>]*>/gu, " ").replace(/\s+/gu, " ")).toContain("would be a red line;");
    await expect(picture).toMatchFileSnapshot(`${name}.svg`);
  },
);

test("the README shows every picture", () => {
  const readme = readFileSync("README.md", "utf8");
  for (const name of Object.keys(LOOKS)) expect(readme).toContain(`(test/tools/pictures/${name}.svg)`);
});

test("whatever the text is, the picture is well-formed: it contributes no tag, entity or quotation mark", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."<>&\"'; a\0\u001B\uD800\uFFFE\u202E😀\\*") }),
      (words) => {
        const written = escapeXml(words);
        expect(written).not.toMatch(/[<>"]|&(?!(?:amp|lt|gt|quot);)/u);
        const lines = wrap([{ text: words, bold: false }], 20);
        expect(
          lines
            .flat()
            .map(({ text }) => text)
            .join(""),
        ).toBe(words);
      },
    ),
  );
});
