// ARCHITECTURE.md is the map of the code: it names whole paths, so that it can be checked.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";

const MAP = "ARCHITECTURE.md";
const named = Array.from(readFileSync(MAP, "utf8").matchAll(/`(src\/[^`\s]*)`/gu), ([, path = ""]) =>
  path.replace(/\/$/u, ""),
);

test("the map names every folder that holds code", () => {
  const folders = new Set(globSync("src/**/*.{ts,js}").map((file) => dirname(file)));
  folders.delete("src");
  expect([...folders].filter((folder) => !named.includes(folder))).toEqual([]);
});

test("docs/development.md has a line for every direct dependency, and for no other", () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync("package.json", "utf8"),
  );
  const table = readFileSync("docs/development.md", "utf8").split("## Dependencies")[1] ?? "";
  const listed = [...table.matchAll(/^\| ([^|]*) \|/gmu)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name),
  );
  expect(listed.toSorted()).toEqual(
    Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }).toSorted(),
  );
});

test("every path of src that the map names exists", () => {
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
