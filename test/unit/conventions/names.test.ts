// Words that the code gave up for the field's own; they must not come back as names.
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const RETIRED: Readonly<Record<string, RegExp>> = {
  "Deps, the dependencies that are injected": /Edges\b|^edges$/u,
  "Subscriptions, what manages them": /Desk|^desk$/u,
  "LiveLibrary, which is reloaded": /Shelf/u,
  "MAX_ or MIN_, a bound": /^(?:MOST|LEAST|FEWEST|LONGEST|SHORTEST)(?:_|$)/u,
  "segment, an indexed part of a report": /shard/iu,
  "Correction, of a misspelt word": /^mend/iu,
  "annotations, of a word or a sentence": /^signs?$|Signs$/u,
  "idf, inverse document frequency": /inverseFrequency/u,
  "Request, an invocation that waits for its reply": /^Exchange$/u,
  "SearchQueue, of questions that wait": /^Turns$/u,
  "maxMinShare, the fair shares of a limit": /fairShares/u,
  "truncate, what shortens a text": /^clip/iu,
};

/** Identifiers; comments and texts are left out, and so is what the platforms' libraries call theirs. */
function namesIn(file: string): readonly string[] {
  const code = readFileSync(file, "utf8")
    .replace(/^\s*\/\/.*$|\/\*[\s\S]*?\*\//gmu, "")
    .replace(/"(?:[^"\\\n]|\\.)*"/gu, '""')
    .replace(/`(?:[^`\\$]|\\.|\$(?!\{))*`/gu, "``");
  return code.match(/(?<![.\w])[A-Za-z_]\w*/gu) ?? [];
}

test.each(Object.entries(RETIRED))("the name is %s", (_, retired) => {
  const files = globSync("src/**/*.{ts,js}");
  const found = files.flatMap((file) =>
    [file, ...namesIn(file)]
      .filter(
        (name) => retired.test(name) && !(file.startsWith("src/platforms/discord/") && /shard/iu.test(name)),
      )
      .map((name) => `${file}: ${name}`),
  );
  expect([...new Set(found)]).toEqual([]);
});
