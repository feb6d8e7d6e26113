// The README's pictures are drawn from the golden files of the replies, so they show what is really sent. After a change
// `npm test -- --update` draws them again.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { movedClock } from "#test/support/clock.ts";
import { childEnvironment } from "#test/support/fakes/process.ts";
import { replies } from "#test/support/replies.ts";
import { drawDiscord, drawSlack, type Scene } from "./client.ts";
import { readDiscord, readSlack } from "./messages.ts";
import { drawPlot } from "./plot.ts";
import { escapeXml, wrap } from "./svg.ts";
import { drawTerminal } from "./terminal.ts";

const readGolden = (file: string) => readFileSync(`test/platforms/golden/${file}.json`, "utf8");

const CLIENTS = {
  slack: { read: readSlack, draw: drawSlack },
  discord: { read: readDiscord, draw: drawDiscord },
} as const;

const NAMES = ["answer", "refusal", "digest", "altered"] as const;
const THEMES = ["light", "dark"] as const;

function sceneOf(name: (typeof NAMES)[number], pieces: Scene["pieces"]): Scene {
  const [command, args] = replies[name] ?? [];
  if (command === undefined || args === undefined) return { title: "Ibid posts the daily digest", pieces };
  const [words = ""] = Object.values(args);
  return { title: `Ada types /${command} ${words}`, typed: { by: "Ada", command, words }, pieces };
}

describe.each(["slack", "discord"] as const)("in %s", (client) => {
  describe.each(NAMES)("the picture of %s", (name) => {
    test.each(THEMES)("shows the message as it is sent, on %s", async (theme) => {
      const { read, draw } = CLIENTS[client];
      const pieces = read(readGolden(`${client}/${name}`));
      const picture = draw(sceneOf(name, pieces), theme);
      const words = (text: string) => text.replace(/\s+/gu, " ");
      const shown = words(picture.replace(/<tspan[^>]*>|<\/tspan>/gu, "").replace(/<[^>]*>/gu, " "));
      for (const piece of pieces)
        for (const text of piece.kind === "buttons" ? piece.labels : piece.words.map((run) => run.text))
          expect(shown.replaceAll(" ", "")).toContain(escapeXml(text).replace(/\s/gu, ""));
      await expect(picture).toMatchFileSnapshot(`${client}-${name}-${theme}.svg`);
    });
  });
});

const SCRIPT = "/usr/bin/script";

test.skipIf(!existsSync(SCRIPT))("the picture of the terminal is what a terminal shows", async () => {
  const question = 'npm run -s ask -- "What would be a red line for Iran\'s parliament?"';
  // `npm run` would ask the registry for a newer npm.
  const command = `stty cols 100; ${process.execPath} src/cli/ibid.js ask "What would be a red line for Iran's parliament?"`;
  const { stdout } = await promisify(execFile)(SCRIPT, ["-qec", command, "/dev/null"], {
    // The citation says how old the report is.
    env: {
      ...childEnvironment(movedClock(Date.parse("2026-11-24T12:00:00Z") - Date.now())),
      TERM: "xterm-256color",
    },
  });
  await expect(drawTerminal("An answer in a terminal", question, stdout.trimEnd())).toMatchFileSnapshot(
    "terminal.svg",
  );
});

test.each(THEMES)("the plot on %s shows what the bench measured", async (theme) => {
  const plot = drawPlot(readFileSync("test/tools/bench/README.md", "utf8"), theme);
  for (const library of ["Ibid", "MiniSearch", "SQLite FTS5"]) expect(plot).toContain(`>${library}<`);
  await expect(plot).toMatchFileSnapshot(`speed-${theme}.svg`);
});

test("the README shows each kind of message, and every picture that it names exists", () => {
  const readme = readFileSync("README.md", "utf8");
  const named = [...readme.matchAll(/test\/tools\/[\w/-]+\.svg/gu)].map(([file]) => file);
  for (const file of named) expect(existsSync(file), file).toBe(true);
  for (const name of [...NAMES, "terminal", "speed"]) expect(named.join(" ")).toContain(name);
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
