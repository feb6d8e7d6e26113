import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { narrow } from "#access/scope.ts";
import { KnowledgeError } from "#domain/errors.ts";
import type { Label } from "#domain/scope.ts";
import { describeFolder } from "#reports/describe.ts";
import { createFileCache } from "#reports/file-cache.ts";
import { loadFolder } from "#reports/folder.ts";

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), "knowledge-"));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

const good = "---\ntitle: Good\n---\n\nA paragraph.";

test("subfolders are read too; README.md, hidden files and other formats are not reports", async () => {
  const root = folderOf({
    "a/one.md": good,
    "two.txt": "Text.",
    "README.md": "x",
    ".hidden.md": "x",
    "scan.pdf": "x",
  });
  const { library, diagnostics } = await loadFolder(root);
  expect(library.reports.map(({ id }) => id)).toEqual(["a-one", "two"]);
  expect(diagnostics).toContainEqual(expect.objectContaining({ severity: "warning", file: "scan.pdf" }));
});

test("a bad file is reported, and the good ones are served", async () => {
  const root = folderOf({
    "bad-yaml.md": "---\ntitle: [\n---\n\nText.",
    "bad-bytes.md": new Uint8Array([0xff, 0xfe, 0x41]),
    "nul.md": "Text\0.",
    "empty.md": "",
    "good.md": good,
  });
  const { library, diagnostics } = await loadFolder(root);
  expect(library.reports.map(({ id }) => id)).toEqual(["good"]);
  const failed = diagnostics.filter(({ severity }) => severity === "error").map(({ file }) => file);
  expect(failed).toEqual(["bad-bytes.md", "bad-yaml.md", "empty.md", "nul.md"]);
});

test("a file that takes too long is tried three times in all", async () => {
  // Takes some milliseconds on any machine.
  const text = "A paragraph of a few words.\n\n".repeat(3000);
  const root = folderOf({ "one.md": text, "two.md": text });
  for (const hurried of [2, 3]) {
    const cache = createFileCache();
    for (let time = 0; time < hurried; time++)
      await expect(loadFolder(root, cache, { maxMilliseconds: 0 })).rejects.toThrow(
        "takes over 0 seconds to read",
      );
    const later = loadFolder(root, cache);
    if (hurried === 3) await expect(later).rejects.toThrow();
    else expect((await later).library.reports).toHaveLength(2);
  }
});

test("a link out of the folder is not followed", async () => {
  const root = folderOf({ "good.md": good });
  symlinkSync("/etc/hostname", join(root, "link.md"));
  symlinkSync("/etc", join(root, "etc"));
  const { library, diagnostics } = await loadFolder(root);
  expect(library.reports).toHaveLength(1);
  expect(diagnostics.map(({ file, message }) => [file, message])).toEqual([
    ["etc", "a symbolic link"],
    ["link.md", "a symbolic link"],
  ]);
});

test("two files with one id: the second is an error, and is served where the first may not be seen", async () => {
  const red = good.replace("---\n", "---\ntlp: RED\n");
  const { library, diagnostics } = await loadFolder(folderOf({ "a/b.md": red, "a-b.md": good }));
  const filesUpTo = (ceiling: Label) =>
    narrow(library, { sets: "all", ceiling }).reports.map(({ file }) => file);
  expect(filesUpTo("TLP:RED")).toEqual(["a/b.md"]);
  expect(filesUpTo("TLP:AMBER+STRICT")).toEqual(["a-b.md"]);
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ severity: "error", message: expect.stringContaining("same id") }),
  );
});

test("aliases are loaded; a broken list is an error with its line, and no alias is used", async () => {
  const sound = await loadFolder(
    folderOf({ "good.md": good, "aliases.yaml": "- [IRGC, Pasdaran]\n- [a, 2]" }),
  );
  expect(sound.library.aliases).toEqual([
    ["IRGC", "Pasdaran"],
    ["a", "2"],
  ]);
  const broken = await loadFolder(folderOf({ "good.md": good, "aliases.yaml": "- [a, b]\n- [c" }));
  expect(broken.library.aliases).toEqual([]);
  expect(broken.diagnostics).toEqual([
    expect.objectContaining({ severity: "error", file: "aliases.yaml", line: 2 }),
  ]);
});

test("an alias group that is not a list of names, or a very long one, is an error with its line", async () => {
  const lists: [string, number][] = [
    ["- [a, b]\n- lone\n", 2],
    ["# names\n- [a, b]\n- [c]\n", 3],
    ["a: b\n", 1],
    [`- [a, b]\n- [${Array.from({ length: 1001 }, (_, i) => `name ${i}`).join(", ")}]\n`, 2],
    [`- [a, b]\n- [c, ${"d".repeat(201)}]\n`, 2],
  ];
  for (const [aliases, line] of lists) {
    const { diagnostics, library } = await loadFolder(folderOf({ "good.md": good, "aliases.yaml": aliases }));
    expect(library.aliases).toEqual([]);
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "error", line })]);
  }
});

test("invalid UTF-8 is reported with its line, and every file that is not read has a remedy", async () => {
  const root = folderOf({
    "good.md": good,
    "latin.md": new Uint8Array([0x61, 0x0a, 0xe9, 0x0a]),
    "nul.md": "a\nb\nc\0",
    "sound.md": "A replacement character \uFFFD as printed.",
    "old/aliases.yaml": "- [a, b]",
    "scan.pdf": "x",
    "old.rtf": "x",
  });
  const { library, diagnostics } = await loadFolder(root);
  expect(library.reports.map(({ id }) => id)).toEqual(["good", "sound"]);
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ file: "latin.md", line: 2, message: "not UTF-8" }),
  );
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ file: "nul.md", line: 3, message: "NUL character" }),
  );
  const remedies = diagnostics.filter(({ severity }) => severity === "warning").map(({ hint }) => hint);
  expect(remedies).toContainEqual(expect.stringContaining("at the top"));
  expect(remedies).toContainEqual(expect.stringContaining("convert it to Markdown"));
  expect(remedies).toContainEqual(expect.stringMatching(/run: npm run -s ibid -- import '.*scan\.pdf'/u));
});

test("many equal diagnostics share one entry with all their lines, and files that failed come first", async () => {
  const torn = Array.from({ length: 5 }, (_, i) => `He said "so ${i}.`).join("\n\n");
  const root = folderOf({ "z.md": "---\ntitle: [\n---\n\nText.", "b.md": `---\ntitle: B\n---\n\n${torn}` });
  const described = describeFolder(await loadFolder(root), ({ title }) => title);
  expect(described).toContain("note b.md:5: unpaired quotation mark (5 times); kept");
  expect(described).toContain("lines 5, 7, 9, 11, 13");
  expect(described.indexOf("z.md: not loaded")).toBe(0);
});

test("a folder without reports, or no folder at all, is an error with a remedy", async () => {
  await expect(loadFolder(folderOf({ "README.md": "x" }))).rejects.toThrow(KnowledgeError);
  await expect(loadFolder("/nowhere/at/all")).rejects.toThrow("IBID_KNOWLEDGE");
});

test("the description lists what was read and every diagnostic with its line", async () => {
  const root = folderOf({ "one.md": "# Title\n\nText is\n\ntorn.", "bad.md": "---\ntitle: [\n---\n\nText." });
  const described = describeFolder(await loadFolder(root), ({ title }) => title);
  expect(described).toContain("one.md (in:one)\n  cited as: Title");
  expect(described).toContain("0 sections, 1 paragraph, 3 words");
  expect(described).toContain("note one.md:5: paragraph split in two; joined with the half on line 3");
  expect(described).toMatch(/error bad\.md:\d+: front matter that is not YAML/u);
});
