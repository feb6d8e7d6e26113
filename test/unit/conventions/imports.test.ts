// The rules about imports that the linter does not check by itself.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

type Import = Readonly<{ specifier: string; typeOnly: boolean }>;

const sources = globSync("src/**/*.{ts,js}");
const imports = new Map(sources.map((file) => [file, importsOf(file)]));

/** Static and dynamic imports and re-exports, types included. */
function importsOf(file: string): readonly Import[] {
  const source = readFileSync(file, "utf8");
  const statements = source.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gmu,
  );
  return Array.from(statements, ([, type, named, loaded]) => ({
    specifier: named ?? loaded ?? "",
    typeOnly: type !== undefined,
  }));
}

/** The file of ours that is imported; undefined for a package. */
function targetOf(file: string, { specifier }: Import): string | undefined {
  if (specifier.startsWith("#")) return join("src", specifier.slice(1));
  return specifier.startsWith(".") ? join(dirname(file), specifier) : undefined;
}

type Override = { includes: string[]; linter?: { rules?: { style?: { noRestrictedImports?: unknown } } } };

test("every folder of src, and every file outside of one, has a list of what it may import", () => {
  const { overrides }: { overrides: Override[] } = JSON.parse(readFileSync("biome.json", "utf8"));
  const listed = overrides
    .filter(({ linter }) => linter?.rules?.style?.noRestrictedImports !== undefined)
    .flatMap(({ includes }) => includes.map((pattern) => pattern.replace(/\/\*\*$/u, "")));
  const isListed = (file: string) => listed.some((path) => file === path || file.startsWith(`${path}/`));
  expect(sources.filter((file) => !isListed(file))).toEqual([]);
  expect(listed.filter((path) => !existsSync(path))).toEqual([]);
});

test("every import of src is found", () => {
  const targets = sources.flatMap((file) =>
    (imports.get(file) ?? []).flatMap((one) => targetOf(file, one) ?? []),
  );
  expect(targets.length).toBeGreaterThan(sources.length);
  expect(targets.filter((target) => !existsSync(target))).toEqual([]);
});

test("no files of src import each other in a ring, types included", () => {
  const state = new Map<string, "open" | "done">();
  const rings: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      rings.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    state.set(file, "open");
    for (const one of imports.get(file) ?? []) {
      const target = targetOf(file, one);
      if (target !== undefined) visit(target, [...path, file]);
    }
    state.set(file, "done");
  };
  for (const file of sources) visit(file, []);
  expect(rings).toEqual([]);
});

test("bot, web and mcp know retrieval, verification and store by their types only", () => {
  const loaded = sources
    .filter((file) => /^src\/(?:bot|web|mcp)\//u.test(file))
    .flatMap((file) =>
      (imports.get(file) ?? [])
        .filter(
          ({ specifier, typeOnly }) => !typeOnly && /^#(?:retrieval|verification|store)\//u.test(specifier),
        )
        .map(({ specifier }) => `${file}: ${specifier}`),
    );
  expect(loaded).toEqual([]);
});

test("no import climbs out of its folder by `../`; the bench, a package of its own, excepted", () => {
  const files = globSync("{src,test}/**/*.{ts,js}", {
    exclude: ["**/node_modules/**", "test/tools/bench/**"],
  });
  expect(files.length).toBeGreaterThan(sources.length);
  const climbing = files.filter((file) =>
    importsOf(file).some(({ specifier }) => specifier.startsWith("../")),
  );
  expect(climbing).toEqual([]);
});

// About fifteen: a folder that a reader takes in at a glance. Two platforms have sixteen small files each.
const MAX_FILES = 16;

test("no folder of src holds more than about fifteen files of code", () => {
  const folders = Map.groupBy(sources, (file) => dirname(file));
  expect([...folders].filter(([, files]) => files.length > MAX_FILES).map(([folder]) => folder)).toEqual([]);
});
