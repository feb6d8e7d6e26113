import { createHash } from "node:crypto";
import { globSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Library, paragraphsOf } from "#domain/report.ts";
import { type WatchedLibrary, watchLibrary } from "#reports/watcher.ts";
import { createTestLog } from "#test/support/log.ts";

const GOOD = "---\ntitle: Otters\n---\n\nOtters eat crayfish.";
const BROKEN = "---\ntitle: [\n---\n\nOtters eat nothing.";

async function watchFolder(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), "knowledge-"));
  const put = (file: string, text: string) => writeFileSync(join(root, file), text);
  for (const [file, text] of Object.entries(files)) put(file, text);
  const logged: Readonly<Record<string, unknown>>[] = [];
  const liveLibrary = await watchLibrary({
    root,
    make: async (library) => library,
    log: createTestLog(logged),
    now: () => new Date(),
  });
  return { root, put, liveLibrary, logged };
}

function textsOf(liveLibrary: WatchedLibrary<Library>): readonly string[] {
  return liveLibrary
    .current()
    .reports.flatMap(paragraphsOf)
    .map(({ text }) => text);
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 15_000) throw new Error("it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a new, a changed and a removed report are noticed while the library is served", async () => {
  const { root, put, liveLibrary, logged } = await watchFolder({ "otters.md": GOOD });
  const ended = new AbortController();
  liveLibrary.watch(ended.signal);
  const before = liveLibrary.current();
  // Watching starts asynchronously.
  await new Promise((resolve) => setTimeout(resolve, 200));
  put("beavers.md", "# Beavers\n\nBeavers build dams.");
  await until(() => textsOf(liveLibrary).length === 2);
  put("otters.md", GOOD.replace("crayfish", "fish"));
  await until(() => textsOf(liveLibrary).includes("Otters eat fish."));
  rmSync(join(root, "beavers.md"));
  await until(() => textsOf(liveLibrary).length === 1);
  ended.abort();
  expect(before.reports.flatMap(paragraphsOf).map(({ text }) => text)).toEqual(["Otters eat crayfish."]);
  expect(logged.filter(({ event }) => event === "knowledge.reloaded")).toHaveLength(3);
});

test("a change between the first load and the start of watching is noticed", async () => {
  const { put, liveLibrary } = await watchFolder({ "otters.md": GOOD });
  put("otters.md", GOOD.replace("crayfish", "fish"));
  const ended = new AbortController();
  liveLibrary.watch(ended.signal);
  await until(() => textsOf(liveLibrary).includes("Otters eat fish."));
  ended.abort();
});

test("a file that breaks is served in its last good version; log and status report it until it is fixed", async () => {
  const { put, liveLibrary, logged } = await watchFolder({
    "otters.md": GOOD,
    "b.md": "# B\n\nBeavers build.",
  });
  put("otters.md", BROKEN);
  await liveLibrary.reload();
  expect(textsOf(liveLibrary)).toContain("Otters eat crayfish.");
  const hint = expect.stringContaining("last good version");
  expect(liveLibrary.status().diagnostics).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ severity: "error", file: "otters.md" }),
      expect.objectContaining({ severity: "warning", file: "otters.md", hint }),
    ]),
  );
  expect(logged).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ level: "error", file: "otters.md" }),
      expect.objectContaining({ level: "warn", file: "otters.md", treatment: hint }),
    ]),
  );
  const lines = logged.length;
  await liveLibrary.reload();
  expect(textsOf(liveLibrary)).toContain("Otters eat crayfish.");
  expect(logged).toHaveLength(lines);
  put("otters.md", GOOD.replace("crayfish", "frogs"));
  await liveLibrary.reload();
  expect(textsOf(liveLibrary)).toContain("Otters eat frogs.");
  expect(liveLibrary.status().diagnostics.filter(({ file }) => file === "otters.md")).toEqual([]);
});

test("broken aliases are replaced by the last good ones, unless the file was away in between", async () => {
  const { root, put, liveLibrary } = await watchFolder({
    "otters.md": GOOD,
    "aliases.yaml": "- [otter, lutra]",
  });
  put("aliases.yaml", "- [otter, lutra]\n- [c");
  await liveLibrary.reload();
  expect(liveLibrary.current().aliases).toEqual([["otter", "lutra"]]);
  put("aliases.yaml", "- [otter, loutre]");
  await liveLibrary.reload();
  expect(liveLibrary.current().aliases).toEqual([["otter", "loutre"]]);
  rmSync(join(root, "aliases.yaml"));
  await liveLibrary.reload();
  put("aliases.yaml", "- [c");
  await liveLibrary.reload();
  expect(liveLibrary.current().aliases).toEqual([]);
});

test("when the folder vanishes or is emptied the old reports are served, and the status has the reason", async () => {
  const { root, liveLibrary, put } = await watchFolder({ "otters.md": GOOD });
  renameSync(root, `${root}-away`);
  await liveLibrary.reload();
  expect(textsOf(liveLibrary)).toEqual(["Otters eat crayfish."]);
  expect(liveLibrary.status().failure).toContain("cannot be read");
  renameSync(`${root}-away`, root);
  rmSync(join(root, "otters.md"));
  await liveLibrary.reload();
  expect(textsOf(liveLibrary)).toEqual(["Otters eat crayfish."]);
  expect(liveLibrary.status().failure).toContain("There is no report");
  put("otters.md", GOOD);
  await liveLibrary.reload();
  expect(liveLibrary.status().failure).toBeUndefined();
});

test("an unchanged report stays the same object, even when others change", async () => {
  const { put, liveLibrary } = await watchFolder({ "otters.md": GOOD, "b.md": "# B\n\nBeavers build." });
  const before = liveLibrary.current();
  put("otters.md", GOOD);
  await liveLibrary.reload();
  expect(liveLibrary.current()).toBe(before);
  put("b.md", "# B\n\nBeavers rest.");
  await liveLibrary.reload();
  const otters = (library: Library) => library.reports.find(({ id }) => id === "otters");
  expect(otters(liveLibrary.current())).toBe(otters(before));
});

test("simultaneous reloads run one after the other, and the last state wins", async () => {
  const { put, liveLibrary } = await watchFolder({ "otters.md": GOOD });
  const asked = Array.from({ length: 20 }, (_, i) => {
    put("otters.md", GOOD.replace("crayfish", `${i} crayfish`));
    return liveLibrary.reload();
  });
  await Promise.all(asked);
  expect(textsOf(liveLibrary)).toEqual(["Otters eat 19 crayfish."]);
});

test("nothing is written into the folder", async () => {
  const { root, liveLibrary } = await watchFolder({ "otters.md": GOOD, "bad.md": BROKEN });
  const state = () =>
    globSync(`${root}/**`).map((path) => {
      const stat = statSync(path);
      const digest = stat.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
      return [path, stat.mtimeMs, digest];
    });
  const before = state();
  await liveLibrary.reload();
  expect(state()).toEqual(before);
  const imported = globSync("src/reports/*.ts").flatMap(
    (file) =>
      /import \{([^}]*)\} from "node:fs\/promises"/u.exec(readFileSync(file, "utf8"))?.[1]?.split(",") ?? [],
  );
  const reading = new Set(["type FileHandle", "open", "readdir", "realpath", "watch"]);
  expect(imported.map((name) => name.trim()).filter((name) => !reading.has(name))).toEqual([]);
  expect(readFileSync("src/reports/file.ts", "utf8")).toMatch(/ open\([^;]*\bO_RDONLY\b/u);
});
