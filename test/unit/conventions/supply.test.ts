// What is delivered: few packages, under licences that may be used, with no script that runs on installation.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

type Locked = Readonly<{ dev?: boolean; optional?: boolean; hasInstallScript?: boolean }>;
type Manifest = Readonly<{
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}>;

const { packages }: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);
const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
const production = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);

// Each lets the code be used and passed on with the product.
const ALLOWED = [
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSD",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
];

/** `(MIT OR X)` is fine when one is; `(MIT AND X)` when all are. */
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

test("every direct dependency has its line in src/README.md, and every line its dependency", () => {
  const map = readFileSync("src/README.md", "utf8").split("# Dependencies")[1] ?? "";
  const listed = map
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/gu)].map(([, name]) => name));
  const direct = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  expect(listed.toSorted()).toEqual(direct.toSorted());
});

test("the public workflow runs the one gate and the audit that it cannot run elsewhere", () => {
  const { jobs } = parse(readFileSync(".github/workflows/check.yml", "utf8"));
  const runs = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap(({ steps }) =>
    steps.map(({ run }) => run ?? ""),
  );
  expect(runs).toEqual(expect.arrayContaining(["npm ci", "npm run check", "npm audit signatures"]));
  expect(runs.join("\n")).toMatch(/npm audit --omit=dev/u);
});
