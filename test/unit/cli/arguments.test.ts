import { expect, test } from "vitest";
import { parseArguments } from "#cli/arguments.ts";
import { commands } from "#cli/commands.ts";

const parse = (...args: string[]) => {
  const { command, words, options, knowledge } = parseArguments(args, commands);
  return { name: command.name, words, options: { ...options }, knowledge };
};

test("a command, its options and its words are told apart, wherever the options are", () => {
  const parsed = { name: "ask", words: ["what", "now?"], options: { json: true }, knowledge: undefined };
  expect(parse("ask", "--json", "what", "now?")).toEqual(parsed);
  expect(parse("ask", "what", "now?", "--json")).toEqual(parsed);
  expect(parse("--json", "ask", "what", "now?")).toEqual(parsed);
  expect(parse("--knowledge", "folder", "reports")).toMatchObject({ name: "reports", knowledge: "folder" });
  expect(parse("ask", "--", "--json?")).toMatchObject({ words: ["--json?"], options: {} });
});

test("a name of two words is a command of its own, and its first word another", () => {
  expect(parse("digest", "plan", "--days", "3")).toMatchObject({
    name: "digest plan",
    options: { days: "3" },
  });
  expect(parse("digest", "preview")).toMatchObject({ name: "digest", words: ["preview"] });
});

test("without a command it is help", () => {
  expect(parse()).toMatchObject({ name: "help", words: [] });
  expect(parse("--help")).toMatchObject({ name: "help" });
});

test.each([
  [
    ["chat", "--days", "3"],
    '"ibid chat" has no option --days. Put "--" before words that begin with a dash.',
  ],
  [["reports", "--json"], '"ibid reports" has no option --json.'],
  [["ask", "--jsom", "x"], '"ibid ask" has no option --jsom. Did you mean --json?\nRun "ibid ask --help"'],
  [["verfy", "x"], 'There is no command "verfy". Did you mean verify?'],
  [["digset", "plan"], 'There is no command "digset". Did you mean digest?'],
  [["football"], 'There is no command "football". Run "ibid help"'],
  [["ask", "--jsonl=yes"], "'--jsonl' does not take an argument"],
])("%j is refused with what was probably meant", (args, message) => {
  expect(() => parse(...args)).toThrow(message);
});
