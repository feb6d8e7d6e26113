// The settings are described once, in the schema; the pages that list them say the same.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseConfig, variables } from "#config.ts";

const defaults: Readonly<Record<string, unknown>> = parseConfig({});

test(".env.example lists exactly the variables of the schema", () => {
  const listed = readFileSync(".env.example", "utf8").match(/^[A-Z_]+(?==)/gmu);
  expect(listed).toEqual(Object.keys(variables));
});

test(".env.example gives each variable its meaning and its default", () => {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  for (const [name, variable] of Object.entries(variables)) {
    const index = lines.findIndex((line) => line.startsWith(`${name}=`));
    expect(lines[index - 1]).toBe(`# ${variable.meta()?.description}`);
    expect(lines[index]).toBe(`${name}=${defaults[name] ?? ""}`);
  }
});

test("the operator's table of settings is the schema: names, defaults and meanings", () => {
  const section =
    readFileSync("docs/operating.md", "utf8").split("\n## Settings\n")[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const expected = Object.entries(variables).map(([name, variable]) => {
    const value = defaults[name] ?? "";
    return `| \`${name}\` | ${value === "" ? "" : `\`${value}\` `}| ${variable.meta()?.description} |`;
  });
  expect(rows).toEqual(expected);
});
