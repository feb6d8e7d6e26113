// `ibid verify --file`: the quotations of a draft, one line each.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ImportError, loadOptional } from "#importing/optional.ts";
import { runNode } from "#test/support/fakes/process.ts";

const folder = mkdtempSync(join(tmpdir(), "ibid-draft-"));

async function verify(source: string, ...options: readonly string[]) {
  const file = join(folder, "draft.md");
  writeFileSync(file, source);
  const run = runNode(["src/cli/ibid.js", "verify", "--file", file, ...options], {});
  return { code: await run.exited, output: run.output() };
}

const SOUND = "“Iran would fear intervention by Turkey”";
const ALTERED = "“the conflict is likely to erupt into an overt military clash”";

test("altered and absent quotations come first, with their places and the words that differ; the exit code is 1", async () => {
  const draft = `${SOUND} and a “hot border”.\n\n${ALTERED}\n\n“these words are in none of the reports that are loaded”\n\n“certainly includes joint intelligence collection”`;
  const { code, output } = await verify(draft);
  const cells = output
    .trim()
    .split("\n")
    .map((line) => line.split(/ {2,}/u));
  expect(cells).toEqual([
    [
      "ALTERED",
      "line 3",
      "Baffa, Iran-Azerbaijan, para. 17",
      expect.stringMatching(/^report "unlikely", draft "likely"; /u),
    ],
    ["ABSENT", "line 5", "in none of the reports", expect.stringContaining("these words")],
    ["exact", "line 1", "Baffa, Iran-Azerbaijan, para. 17", '"Iran would fear intervention by Turkey"'],
    [
      "exact",
      "line 7",
      expect.any(String),
      expect.stringMatching(/^just before it the report has "almost"; /u),
    ],
    ["not checked", "line 1", "too short to check", '"hot border"'],
    ["5 quotations: 1 altered, 1 in none of the reports, 0 with the same words, 2 exact, 1 not checked"],
  ]);
  expect(code).toBe(1);
});

test("a draft whose quotations are sound ends with 0, and so does one without any", async () => {
  expect((await verify(SOUND)).code).toBe(0);
  expect(await verify("Nothing is quoted.")).toEqual({
    code: 0,
    output:
      "0 quotations: 0 altered, 0 in none of the reports, 0 with the same words, 0 exact, 0 not checked\n",
  });
});

test("programs get the checks with their places, and 0", async () => {
  const { code, output } = await verify(`${ALTERED} “hot border”`, "--json");
  expect(JSON.parse(output)).toMatchObject({
    checks: [
      {
        place: "line 1",
        verdict: "altered",
        differences: [{ kind: "negation" }],
        paragraph: { ordinal: 17 },
      },
    ],
    notChecked: [{ place: "line 1", quotation: "hot border", reason: "too-short" }],
  });
  expect(code).toBe(0);
});

test("a file that is not there is an error that names it", async () => {
  const run = runNode(["src/cli/ibid.js", "verify", "--file", join(folder, "none.md")], {});
  expect(await run.exited).toBe(1);
});

test("where a package was left out, the error says how to install it; any other failure is not taken for that", async () => {
  const missing = loadOptional(() => import(`${"not"}-installed`));
  await expect(missing).rejects.toBeInstanceOf(ImportError);
  await expect(missing).rejects.toThrow("npm install --include=optional");
  await expect(loadOptional(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});
