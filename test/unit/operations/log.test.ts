import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { secretsIn, variables } from "#config.ts";
import { createLog } from "#operations/log.ts";
import { createRedact } from "#operations/redact.ts";
import { canaries, runWithCanaries } from "#test/support/canaries.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const linesOf = (write: (log: ReturnType<typeof createLog>) => void, secrets: readonly string[] = []) => {
  const lines: string[] = [];
  write(createLog({ write: (line) => lines.push(line) }, createRedact(secrets)));
  return lines;
};

test("a line is one JSON object with time, level, event and fields", () => {
  const [plain, bad] = linesOf((log) => {
    log.info("process.serving", { reports: 3 });
    log.error("invocation.failed", { error: "two\nlines" });
  });
  expect(JSON.parse(plain ?? "")).toEqual({
    level: "info",
    time: expect.any(String),
    event: "process.serving",
    reports: 3,
  });
  expect(bad).toMatch(/^\{"level":"error",.*"error":"two\\nlines","event":"invocation.failed"\}\n$/u);
});

test("a secret's value is removed wherever it occurs, also in its URL-encoded form", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (secret, before, after) => {
      const write = (words: string) =>
        JSON.parse(linesOf((log) => log.info("test.said", { words }), [secret])[0] ?? "");
      expect(write(before + secret + after).words).toContain("(secret)");
      expect(write(before + secret + after).words).not.toContain(secret);
      expect(write(before + encodeURIComponent(secret)).words).toContain("(secret)");
    }),
  );
});

test("a field that repeats megabytes of somebody else's answer is cut to 2,000 characters and marked", () => {
  const [line = ""] = linesOf((log) => log.error("slack.failed", { error: "<p> ".repeat(750_000) }));
  const { error } = JSON.parse(line);
  expect(error.length).toBeLessThanOrEqual(2_000);
  expect(error).toMatch(/^<p> .* \[\u2026\]$/u);
});

test("wherever a long field is cut, no half secret is left", () => {
  const secret = "a-secret-of-30-characters-or-so";
  for (const dense of ["", `${secret} `.repeat(100)])
    for (const start of [1_960, 1_980, 2_000, 3_960, 3_980, 4_000]) {
      const body = dense.padEnd(start, "<p> ") + secret + " <p>".repeat(10_000);
      const [line = ""] = linesOf((log) => log.error("slack.failed", { error: body }), [secret]);
      expect(line).not.toContain("a-se");
    }
});

test.each([
  "xoxb-123-abc",
  "xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4OTA",
  "xapp-1-A1-2-deadbeef",
  `${"MTE3".repeat(6)}.GaBcDe.${"x".repeat(38)}`,
  "postgres://ibid:open-sesame@db/ibid",
  "https://hooks.slack.com/commands/T1/2/open-sesame",
  "https://discord.com/api/v10/interactions/123456789012345678/open-sesame/callback",
  "https://discord.com/api/v10/webhooks/123456789012345678/open-sesame",
])("what looks like a token is removed although it is not a known secret: %s", (words) => {
  const redacted = createRedact([])(words);
  expect(redacted).toContain("(secret)");
  expect(redacted).not.toMatch(/123-abc|Mi0y|deadbeef|x{38}|sesame/u);
});

test("ordinary text is kept: codes, dates, paths, addresses and short values", () => {
  const words = "y5mvy7ff 2026-11-24T12:00:00.000Z knowledge/iran-azerbaijan-2021.md https://example.org/a:b";
  expect(createRedact(["abc"])(words)).toBe(words);
});

test("every secret variable has a canary and is marked as a secret", () => {
  const secret = Object.entries(variables).filter(([name]) => /TOKEN|SECRET|PASSWORD|KEY/u.test(name));
  expect(Object.keys(canaries)).toEqual(secret.map(([name]) => name));
  expect(secretsIn(canaries)).toEqual(Object.values(canaries));
});

test.each([
  ["a command", ["src/main.ts", "ask", "hello"], 0, {}],
  ["the settings of a start", ["src/main.ts", "start"], 1, { IBID_PERSON_PER_HOUR: "xoxb-4711-canary" }],
  ["a start whose platforms cannot be reached", ["src/main.ts", "start"], 1, {}],
  ["a crash while loading", ["--import", "./test/support/fail.ts", "src/main.ts", "start"], 1, {}],
])("no canary gets out of %s", async (_, args, code, more) => {
  // Port 9 (discard) is closed: nothing is listening there.
  const started = runWithCanaries(args, {
    ...canaries,
    SLACK_API_URL: "http://127.0.0.1:9/api/",
    DISCORD_API_URL: "http://127.0.0.1:9/api",
    IBID_DATA: "/dev/null/data",
    ...more,
  });
  expect(await started.exited).toBe(code);
  expect(started.output()).not.toBe("");
});
