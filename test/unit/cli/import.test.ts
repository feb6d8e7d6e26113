// `ibid import`: report files are written whole, beside an account, and nothing is overwritten by accident.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { runNode } from "#test/support/fakes/process.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ibid-import-"));
});

async function importing(...words: readonly string[]) {
  const run = runNode(["src/cli/ibid.js", "import", ...words], {});
  return { code: await run.exited, output: run.output() };
}

const page = (text: string) => `<title>A page</title><h1>Part</h1><p>${text}</p><p>The same.</p>`;

test("a document becomes a report file, and an account that is not read as a report", async () => {
  const file = join(folder, "page.html");
  writeFileSync(file, page("First words."));
  const { code, output } = await importing(file, "--to", folder, "--tlp", "TLP:GREEN");
  expect(code).toBe(0);
  expect(output).toBe(
    `Wrote ${join(folder, "page.md")}: 2 paragraphs. Read ${join(folder, "page.import.md")} before you use it.\n`,
  );
  expect(readdirSync(folder).toSorted()).toEqual(["page.html", "page.import.md", "page.md"]);
  const { library, diagnostics } = await loadFolder(folder);
  expect(library.reports).toMatchObject([{ title: "A page", tlp: "TLP:GREEN" }]);
  expect(diagnostics.filter(({ file: name }) => name.includes("import"))).toEqual([]);
});

test("a report file that is there is kept unless it is to be replaced; then the codes that go and come are named", async () => {
  const file = join(folder, "page.html");
  writeFileSync(file, page("First words."));
  await importing(file);
  const before = readFileSync(join(folder, "page.md"), "utf8");
  expect((await importing(file)).output).toContain("is up to date");
  writeFileSync(file, page("Other words."));
  expect(await importing(file)).toMatchObject({
    code: 1,
    output: expect.stringContaining("Use --force to replace it"),
  });
  expect(readFileSync(join(folder, "page.md"), "utf8")).toBe(before);
  expect((await importing(file, "--force")).output).toMatch(
    /Paragraph codes that are gone: [a-z0-9]{8}; new ones: [a-z0-9]{8}\./u,
  );
});

test("a document whose words would be lost is not imported unless that is accepted, and the others are", async () => {
  const [lossy, sound] = [join(folder, "lossy.html"), join(folder, "sound.html")];
  writeFileSync(lossy, page("An <math>equation</math>."));
  writeFileSync(sound, page("Words."));
  const { code, output } = await importing(lossy, sound, join(folder, "none.docx"));
  expect(code).toBe(1);
  expect(output).toContain("letters were lost or added on the way");
  expect(output).toContain("none.docx");
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .toSorted(),
  ).toEqual(["lossy.import.md", "sound.import.md", "sound.md"]);
  expect(readFileSync(join(folder, "lossy.import.md"), "utf8")).toContain("They differ");
  expect(await importing(lossy, "--accept", "conservation")).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, "lossy.md"), "utf8")).toContain("# Imported although letters were lost");
  expect(await importing(lossy, "--accept", "everything")).toMatchObject({ code: 1 });
});

test("a document in the folder of reports is named with the command that imports it", async () => {
  writeFileSync(join(folder, "good.md"), "# Good\n\nText.");
  writeFileSync(join(folder, "it's.docx"), "x");
  const { diagnostics } = await loadFolder(folder);
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      file: "it's.docx",
      message: "a document that is not imported",
      hint: `not read; run: npm run -s ibid -- import '${folder}/it'\\''s.docx'`,
    }),
  );
});
