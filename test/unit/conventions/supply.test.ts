// What is delivered: few packages, under licences that allow it, with no script that runs on installation.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

type Locked = Readonly<{ dev?: boolean; optional?: boolean; hasInstallScript?: boolean }>;
type Manifest = Readonly<{
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}>;

const { packages }: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);
const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
const production = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);

// Each allows the code to be used and distributed with the product.
const ALLOWED = [
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSD",
  "Zlib",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
];

/** `(MIT OR X)` is allowed when one of them is, `(MIT AND X)` when both are. */
function isAllowed(licence: string): boolean {
  const words = licence.replace(/[()]/gu, "");
  if (words.includes(" OR ")) return words.split(" OR ").some(isAllowed);
  return words.split(" AND ").every((one) => ALLOWED.includes(one.trim()));
}

test("every package that production installs has a licence that is allowed", () => {
  expect(production.length).toBeGreaterThan(20);
  const bad = production.flatMap(([path]) => {
    const { license, licenses } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const licence = String(license?.type ?? license ?? licenses?.[0]?.type);
    return isAllowed(licence) ? [] : [`${path}: ${licence}`];
  });
  expect(bad).toEqual([]);
});

test("install scripts run by name only, and none in production", () => {
  const scripted = (entries: readonly (readonly [string, Locked])[]) =>
    entries
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace(/^node_modules\//u, ""));
  expect(scripted(production)).toEqual([]);
  const locked = scripted(Object.entries(packages).filter(([, { optional }]) => optional !== true));
  expect(locked.filter((name) => !manifest.allowScripts[name])).toEqual([]);
  expect(readFileSync(".npmrc", "utf8")).toContain("strict-allow-scripts=true");
});

test.each([
  "package-lock.json",
  "test/platforms/renderers/package-lock.json",
  "test/platforms/twin/package-lock.json",
  "test/tools/bench/package-lock.json",
])("%s records no download address and every optional package it names", (lockfile) => {
  const { packages }: { packages: Record<string, Record<string, unknown>> } = JSON.parse(
    readFileSync(lockfile, "utf8"),
  );
  const entries = Object.entries(packages);
  expect(entries.filter(([, entry]) => "resolved" in entry)).toEqual([]);
  const named = entries.flatMap(([, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {}));
  expect(named.filter((name) => !entries.some(([path]) => path.endsWith(`node_modules/${name}`)))).toEqual(
    [],
  );
});

test("what runs in production is only what production installs", () => {
  const { dependencies, devDependencies } = manifest;
  const imported = globSync("src/**/*.ts").flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(/^(?:import|export|\}).*from "((?:@[^/"]+\/)?[^"/.#][^"/]*)/gmu),
    ].map(([, name]) => name ?? ""),
  );
  const outside = new Set(imported.filter((name) => !name.startsWith("node:")));
  const development = [...outside].filter((name) => !(name in dependencies));
  // Types are stripped before the program runs.
  expect(development.filter((name) => !(`@types/${name}` in devDependencies))).toEqual([]);
});

test("a package that an installation may leave out is loaded only when it is needed, and every other one is installed", () => {
  const { dependencies, optionalDependencies } = manifest;
  const loaded = globSync("src/**/*.ts").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/ import\("((?:@[^/"]+\/)?[^"/.#][^"/:]*)"\)/gu)].map(
      ([, name]) => name ?? "",
    ),
  );
  expect(Object.keys(optionalDependencies).filter((name) => !loaded.includes(name))).toEqual([]);
  expect(loaded.filter((name) => !(name in { ...dependencies, ...optionalDependencies }))).toEqual([]);
});

test("the public workflow runs the one definition of CI, and what needs the registry or a container engine", () => {
  const { jobs } = parse(readFileSync(".github/workflows/check.yml", "utf8"));
  const runs = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  );
  expect(runs.map((run) => run.split(/ (?=-)/u)[0])).toEqual([
    ".ci/run",
    "npm audit",
    "npm audit signatures",
    "docker run",
    "docker build",
    "docker run",
  ]);
});
