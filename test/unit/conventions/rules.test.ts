// The house rules that a tool does not check by itself.
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";
import { parseConfig, variables } from "#config.ts";

type Override = { includes: string[]; linter?: { rules?: { style?: { noRestrictedImports?: unknown } } } };

test("every folder of src has its own list of what it may import", () => {
  const { overrides }: { overrides: Override[] } = JSON.parse(readFileSync("biome.json", "utf8"));
  const ruled = overrides
    .filter(({ linter }) => linter?.rules?.style?.noRestrictedImports !== undefined)
    .flatMap(({ includes }) => includes.map((pattern) => pattern.replace(/\/\*\*$/u, "")));
  const files = globSync("src/**/*.ts").filter((file) => dirname(file) !== "src");
  expect(files.filter((file) => !ruled.some((own) => file === own || file.startsWith(`${own}/`)))).toEqual(
    [],
  );
  expect(ruled.filter((own) => !existsSync(own))).toEqual([]);
});

test("the map names every file of src, by itself or with its folder, and no other", () => {
  const map = readFileSync("src/README.md", "utf8").split("\n# ")[0] ?? "";
  const files = globSync("src/**/*.{ts,js,json}");
  const named = [...map.matchAll(/^\| `[^|]*\|/gmu)].flatMap(([cell]) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name),
  );
  const isMet = (name: string, file: string) =>
    name.endsWith("*") || name.endsWith("/")
      ? file.includes(`/${name.replace("*", "")}`)
      : basename(file) === name;
  expect(files.filter((file) => !named.some((name) => isMet(name, file)))).toEqual([]);
  expect(named.filter((name) => !files.some((file) => isMet(name, file)))).toEqual([]);
});

test(".env.example lists exactly the variables of the schema", () => {
  const listed = readFileSync(".env.example", "utf8").match(/^[A-Z_]+(?==)/gmu);
  expect(listed).toEqual(Object.keys(variables));
});

test("the README's table of settings is the schema: names, defaults and meanings", () => {
  const section = readFileSync("README.md", "utf8").split("\n## Settings\n")[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const defaults: Readonly<Record<string, unknown>> = parseConfig({});
  const expected = Object.entries(variables).map(([name, variable]) => {
    const value = defaults[name] ?? "";
    return `| \`${name}\` | ${value === "" ? "" : `\`${value}\` `}| ${variable.meta()?.description} |`;
  });
  expect(rows).toEqual(expected);
});

test(".env.example gives each variable its meaning and its default", () => {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  const defaults: Readonly<Record<string, unknown>> = parseConfig({});
  for (const [name, variable] of Object.entries(variables)) {
    const at = lines.findIndex((line) => line.startsWith(`${name}=`));
    expect(lines[at - 1]).toBe(`# ${variable.meta()?.description}`);
    expect(lines[at]).toBe(`${name}=${defaults[name] ?? ""}`);
  }
});

test.each(["package-lock.json", "test/tools/bench/package-lock.json"])(
  "%s records no download address and every optional package it names",
  (lockfile) => {
    const { packages }: { packages: Record<string, Record<string, unknown>> } = JSON.parse(
      readFileSync(lockfile, "utf8"),
    );
    const entries = Object.entries(packages);
    expect(entries.filter(([, entry]) => "resolved" in entry)).toEqual([]);
    const named = entries.flatMap(([, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {}));
    expect(named.filter((name) => !entries.some(([path]) => path.endsWith(`node_modules/${name}`)))).toEqual(
      [],
    );
  },
);

test("what runs in production is only what production installs", () => {
  const {
    dependencies,
    devDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(readFileSync("package.json", "utf8"));
  const imported = globSync("src/**/*.ts").flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(/^(?:import|export|\}).*from "((?:@[^/"]+\/)?[^"/.#][^"/]*)/gmu),
    ].map(([, name]) => name ?? ""),
  );
  const outside = new Set(imported.filter((name) => !name.startsWith("node:")));
  const development = [...outside].filter((name) => !(name in (dependencies ?? {})));
  // Types are stripped before the program runs.
  expect(development.filter((name) => !(`@types/${name}` in (devDependencies ?? {})))).toEqual([]);
});
