// What a person at a terminal reads beside the answers.
import { expect, test } from "vitest";
import { createRedact } from "#operations/redact.ts";
import { createTerminalLog } from "#operations/terminal-log.ts";

const CLEAR_LINE = "\r\u001B[2K";

function open(columns?: number) {
  let written = "";
  const stream = {
    write: (text: string) => (written += text),
    ...(columns === undefined ? {} : { columns }),
  };
  const terminal = createTerminalLog(stream, createRedact(["the-secret-token"]));
  const lines = () =>
    written
      .replaceAll(CLEAR_LINE, "\n")
      .split("\n")
      .filter((line) => line !== "");
  return { ...terminal, lines };
}

test("problems are sentences, with singular and plural right", () => {
  const { log, lines } = open(200);
  log.warn("knowledge.file", { file: "a.md", line: 3, what: "a broken link", treatment: "shown as text" });
  log.error("knowledge.file", { file: "b.md", line: 0, what: "not UTF-8", treatment: "left out" });
  log.warn("knowledge.hidden", { reports: 1, scope: "all up to TLP:GREEN" });
  log.warn("knowledge.hidden", { reports: 2, scope: "all up to TLP:GREEN" });
  expect(lines()).toEqual([
    "Warning: a.md, line 3: a broken link; shown as text.",
    "Error: b.md: not UTF-8; left out.",
    "Warning: 1 report cannot be seen here, where you see all up to TLP:GREEN. Use --scope to see more.",
    "Warning: 2 reports cannot be seen here, where you see all up to TLP:GREEN. Use --scope to see more.",
  ]);
});

test("an event without a sentence of its own is printed with its fields, and what goes well is not", () => {
  const { log, lines } = open();
  log.info("knowledge.reloaded", { reports: 2 });
  log.error("invocation.failed", { id: "ab12" });
  expect(lines()).toEqual(["Error: invocation.failed id=ab12"]);
});

test("neither a secret nor a control character reaches the terminal, and lines are not longer than it is wide", () => {
  const { log, lines } = open(40);
  log.warn("knowledge.reload-failed", {
    error: "the-secret-token \u001B[2J and more words than a line takes",
  });
  expect(lines().every((line) => line.length <= 40)).toBe(true);
  expect(lines().join(" ")).not.toContain("the-secret-token");
  expect(lines().join(" ")).not.toContain("\u001B");
});

test("progress is one line that each step replaces and the end deletes", () => {
  let screen = "";
  const write = (text: string) => {
    const [kept = "", ...redrawn] = text.split(CLEAR_LINE);
    screen = redrawn.at(-1) ?? screen + kept;
  };
  const { progress } = createTerminalLog({ write, columns: 30 }, (text) => text);
  progress({ step: "listing", done: 0, of: 0 });
  expect(screen).toBe("Looking for reports …");
  progress({ step: "reading", done: 1, of: 1 });
  expect(screen).toBe("Reading reports: 1 of 1 file ");
  progress({ step: "indexing", done: 1, of: 12 });
  expect(screen).toBe("Indexing reports: 1 of 12 …");
  progress({ step: "merging", done: 12, of: 12 });
  expect(screen.length).toBeLessThan(30);
  progress();
  expect(screen).toBe("");
});
