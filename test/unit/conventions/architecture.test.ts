// ARCHITECTURE.md is the map of the code: it names whole paths, so that it can be checked.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";

const MAP = "ARCHITECTURE.md";
const isThere = existsSync(MAP);
const named = isThere
  ? Array.from(readFileSync(MAP, "utf8").matchAll(/`(src\/[^`\s]*)`/gu), ([, path = ""]) =>
      path.replace(/\/$/u, ""),
    )
  : [];

test.skipIf(!isThere)("the map names every folder that holds code", () => {
  const folders = new Set(globSync("src/**/*.{ts,js}").map((file) => dirname(file)));
  folders.delete("src");
  expect([...folders].filter((folder) => !named.includes(folder))).toEqual([]);
});

test.skipIf(!isThere)("the map names every direct dependency", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const map = readFileSync(MAP, "utf8");
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  expect(packages.filter((name) => !map.includes(`\`${name}\``))).toEqual([]);
});

test.skipIf(!isThere)("every path of src that the map names exists", () => {
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
