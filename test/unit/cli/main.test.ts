// The command line as a person or a program runs it: a process of its own, without a terminal.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "#cli/commands.ts";
import { childEnvironment } from "#test/support/fakes/process.ts";

type Ran = Readonly<{ code: number | null; stdout: string; stderr: string }>;

/** Runs `ibid`; `input` null means that nobody is there. */
function run(args: readonly string[], input: string | null = null): Promise<Ran> {
  return runEntry(["src/cli/ibid.js"], args, input);
}

function runEntry(
  entry: readonly string[],
  args: readonly string[],
  input: string | null = null,
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...entry, ...args], {
      env: childEnvironment(),
      stdio: [input === null ? "ignore" : "pipe", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk) => (stdout += chunk));
    child.stderr?.on("data", (chunk) => (stderr += chunk));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin?.end(input);
  });
}

const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("ask answers once with the paragraph and its citation, without colour, and exits 0", async () => {
  const { code, stdout, stderr } = await run(["ask", "What would be a red line for Iran's parliament?"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\| Iran and Azerbaijan share a 700km border/u);
  expect(stdout).toContain("**Iran's parliament indicated");
  expect(stdout).toContain('Baffa, "Iran-Azerbaijan: Escalation Unlikely, but Tensions to Continue"');
  expect(stdout).toContain("Tehran's Concerns, para. 4 of 17");
  expect(stdout).not.toContain("\u001B");
});

test("ask says that the reports do not answer, and exits 0", async () => {
  const { code, stdout } = await run(["ask", "who", "won", "the", "world", "cup", "of", "football?"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Not in "Iran-Azerbaijan: .*"\. It never mentions .*"football"/u);
});

test("ask --json prints one object", async () => {
  const { stdout } = await run(["ask", "--json", "When was the Huseyniyyun created?"]);
  const [answer] = lines(stdout);
  expect(answer).toMatchObject({ outcome: "answer", citation: { ordinal: 11, of: 17 } });
  expect(answer.paragraphs[0].text).toBe(answer.excerpt.text);
  expect(answer.excerpt.text).toContain(answer.excerpt.sentence);
});

test("ask --jsonl answers each line in order, goes on after a bad one, and exits 1 for it", async () => {
  const asked = [
    '{"id":"a","question":"Who wrote this?"}',
    "not json",
    '{"id":7,"question":"hello"}',
    '{"id":"b"}',
    '{"id":"c","question":"When was the nuclear archive taken?"}',
    '{"id":"d","question":"Who won the world cup of football?"}',
  ];
  const { code, stdout } = await run(["ask", "--jsonl"], `${asked.join("\n")}\n`);
  expect(code).toBe(1);
  expect(lines(stdout)).toMatchObject([
    { id: "a", outcome: "answer", field: { name: "author", value: "Richard C. Baffa" }, paragraphs: [] },
    { id: null, error: expect.any(String) },
    { id: 7, outcome: "abstention", reason: "greeting", paragraphs: [] },
    { id: null, error: expect.any(String) },
    { id: "c", outcome: "answer", citation: { ordinal: 8 } },
    { id: "d", outcome: "abstention", reason: "not-found", paragraphs: [] },
  ]);
});

test("ask --json has several excerpts for an overview and a list, and null for a report without a paragraph", async () => {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  writeFileSync(
    join(folder, "otters.md"),
    "---\ntitle: Otters\npublished: 2020\n---\n\nOtters eat crayfish.",
  );
  writeFileSync(join(folder, "lakes.md"), "---\ntitle: Lakes\npublished: 2018\n---\n\nLakes are shallow.");
  const ask = async (question: string, ...rest: string[]) =>
    JSON.parse((await run(["ask", "--json", ...rest, question])).stdout);
  const overview = await ask("bottom line?");
  expect(overview).toMatchObject({ outcome: "overview", total: 8 });
  expect(overview.excerpts).toHaveLength(5);
  expect(overview.paragraphs).toHaveLength(8);
  for (const { excerpt, citation } of overview.excerpts) {
    expect(excerpt.text).toContain(excerpt.sentence);
    expect(citation.code).toMatch(/^\w{8}$/u);
  }
  expect(await ask("every mention of drones")).toMatchObject({ outcome: "list", total: 3 });
  expect(await ask("compare the reports on crayfish", "--knowledge", folder)).toMatchObject({
    outcome: "list",
    total: 2,
    excerpts: [null, { excerpt: { text: "Otters eat crayfish." } }],
  });
  for (const [question, reason] of [
    ["which reports do you have", "reports"],
    ["what can I ask about here", "help"],
  ] as const)
    expect(await ask(question)).toMatchObject({ outcome: "abstention", reason, paragraphs: [] });
  expect(await ask("any reports on crayfish?", "--knowledge", folder)).toMatchObject({ reports: ["otters"] });
});

test("ask --jsonl takes thousands of lines and another folder of reports", async () => {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  writeFileSync(join(folder, "otters.md"), "---\ntitle: Otters\n---\n\nOtters eat crayfish.");
  const asked = Array.from({ length: 3000 }, (_, id) =>
    JSON.stringify({ id, question: "what do otters eat?" }),
  );
  const { code, stdout } = await run(["ask", "--jsonl", "--knowledge", folder], asked.join("\n"));
  const answered = lines(stdout);
  expect(code).toBe(0);
  expect(answered.map(({ id }) => id)).toEqual(asked.map((_, id) => id));
  expect(answered.every(({ paragraphs }) => paragraphs[0].report === "otters")).toBe(true);
});

test("verify checks a text from its arguments or from standard input, and prints one object with --json", async () => {
  const quotation = "Iran would fear intervention by Turkey in support of Azerbaijan";
  expect(await run(["verify", ...quotation.split(" ")])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Exact\./u),
  });
  const { stdout } = await run(["verify", "--json"], `He says:\n> ${quotation}\n`);
  expect(lines(stdout)).toMatchObject([
    {
      checks: [
        { quotation, verdict: "exact", words: quotation, citation: { ordinal: 17, code: "j3vhdcbz" } },
      ],
    },
  ]);
});

test("verify --jsonl checks each line in order, goes on after a bad one, and exits 1 for it", async () => {
  const asked = [
    { id: 1, text: "Iran would fear intervention by Turkey" },
    {
      id: 2,
      text: '"Iran would fear no intervention by Turkey" and "Iran would FEAR intervention by Turkey"',
    },
    { id: 3, question: "wrong field" },
    { id: 4, text: "The quick brown fox jumps over the lazy dog" },
    { id: 5, text: "" },
    { id: 6, text: Array.from({ length: 41 }, (_, i) => `"${i} red border lines"`).join(" ") },
  ];
  const { code, stdout } = await run(
    ["verify", "--jsonl"],
    asked.map((line) => JSON.stringify(line)).join("\n"),
  );
  expect(code).toBe(1);
  const difference = { kind: "negation", report: "", quotation: "no" };
  expect(lines(stdout)).toMatchObject([
    { id: 1, checks: [{ verdict: "exact" }] },
    { id: 2, checks: [{ verdict: "altered", differences: [difference] }, { verdict: "same-words" }] },
    { id: null, error: '"text" must be a string' },
    { id: 4, checks: [{ verdict: "not-in-reports" }] },
    { id: 5, error: expect.stringContaining("There is nothing to check.") },
    { id: 6, cut: true, checks: Array.from({ length: 40 }, () => ({ verdict: "not-in-reports" })) },
  ]);
});

test("start without tokens says which variables are missing when nobody is there", async () => {
  for (const input of [null, ""]) {
    const { code, stderr } = await run(["start"], input);
    expect(code).toBe(1);
    expect(stderr).toContain("SLACK_BOT_TOKEN");
    expect(stderr).toContain("DISCORD_TOKEN");
    expect(stderr).not.toContain("    at ");
  }
});

test("start without tokens answers piped lines at the console", async () => {
  const { code, stdout } = await run(["start"], "hello\n/reports\n/cite 12\n");
  expect(code).toBe(0);
  expect(stdout).toContain("1 report is loaded.");
  expect(stdout).toContain("as a lever to pressure Baku");
});

test("check describes the folder and fails on an unusable file", async () => {
  expect(await run(["check"])).toMatchObject({ code: 0, stdout: expect.stringContaining("17 paragraphs") });
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  writeFileSync(join(folder, "good.md"), "# Good\n\nText.");
  writeFileSync(join(folder, "bad.md"), "---\ntitle: [\n---\n\nText.");
  expect(await run(["check", folder])).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(
      /^bad\.md: not loaded\n[\s\S]*error bad\.md:[\s\S]*1 report, 1 file not loaded, \d+ warnings?, \d+ notes?\n$/u,
    ),
  });
  // What is no report at all is passed over, and counts as well.
  rmSync(join(folder, "bad.md"));
  writeFileSync(join(folder, "scan.pdf"), "x");
  expect(await run(["check", folder])).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/^scan\.pdf: not loaded/u),
  });
});

test("check takes a single file too, and shows first how it will be cited", async () => {
  const { code, stdout } = await run(["check", "knowledge/iran-azerbaijan-2021.md"]);
  expect(code).toBe(0);
  expect(stdout.split("\n").slice(0, 2)).toEqual([
    "iran-azerbaijan-2021.md (in:iran-azerbaijan-2021)",
    expect.stringMatching(/^ {2}cited as: Baffa, "Iran-Azerbaijan: Escalation Unlikely/u),
  ]);
});

test("verify fails when a quotation does not hold, so that a script can rely on it; as data it does not", async () => {
  const sound = "Tensions almost certainly will remain high";
  const altered = "Tensions almost certainly will remain low";
  const codes = async (...args: string[]) => (await run(args)).code;
  expect(await codes("verify", sound)).toBe(0);
  expect(await codes("verify", altered)).toBe(1);
  expect(await codes("verify", "otters live in rivers and eat crayfish")).toBe(1);
  expect(await codes("verify", "--json", altered)).toBe(0);
});

test("--version prints the version of the package", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(await run(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test("no line of the help is longer than 100 columns", async () => {
  const pages = await Promise.all(commands.map(({ name }) => run([...name.split(" "), "--help"])));
  for (const { stdout } of [await run(["help"]), ...pages])
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("digest plan prints what would be posted and when", async () => {
  const { code, stdout } = await run([
    "digest",
    "plan",
    "--days",
    "30",
    "--from",
    "2026-11-26",
    "--zone",
    "Asia/Kolkata",
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Thu, 26 Nov 2026, 09:00 {2}Implications, para\. 14/u);
  expect(stdout).toContain("17 paragraphs in 30 days, times in Asia/Kolkata.");
});

test("backup names what is missing", async () => {
  expect(await run(["backup"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("The name of the new file is missing. Example:"),
  });
  expect(await run(["backup", join(tmpdir(), "copy.sqlite")])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("IBID_DATA"),
  });
});

test.each([[["nonsense"]], [["ask"]], [["ask", "--loud", "x"]], [["chat", "--days", "3"]]])(
  "%j fails with one sentence and where to look, without a stack",
  async (args) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Run "ibid \w+( --help)?"|Example: ibid/u);
    expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
  },
);

test("help lists every command, and --help prints how one is used", async () => {
  const overview = await run(["help"]);
  expect(await run([])).toEqual(overview);
  for (const { name, hidden } of commands)
    if (hidden !== true) expect(overview.stdout).toMatch(new RegExp(`^ {2}${name} `, "mu"));
  const { code, stdout } = await run(["digest", "plan", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: ibid digest plan\n/u);
  expect(stdout).toContain("--days <number>");
  expect(stdout).not.toContain("--json");
});

test.each([
  ["a service unit written for an earlier version", ["src/main.ts"]],
  [
    "a container's command written for an earlier version",
    ["--import", "./src/compile-cache.js", "src/main.ts"],
  ],
])("%s goes on working", async (_, entry) => {
  const { code, stdout, stderr } = await runEntry(entry, ["reports"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("1 report is loaded.");
});

test("a folder without reports stops with the remedy", async () => {
  const { code, stderr } = await run(["ask", "--knowledge", "/nowhere", "x"]);
  expect(code).toBe(1);
  expect(stderr).toContain("IBID_KNOWLEDGE");
});
