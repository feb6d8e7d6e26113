import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runWithCanaries, slackEnvironment, startCanarySlack, until } from "#test/support/canaries.ts";
import { freePort } from "#test/support/fakes/process.ts";

test("health answers while reports are still read: alive, not ready, and why", async () => {
  const slack = await startCanarySlack();
  const port = await freePort();
  const knowledge = mkdtempSync(join(tmpdir(), "knowledge-"));
  writeFileSync(join(knowledge, "good.md"), "# Good\n\nText.");
  // Emphasis that opens and never closes takes a second or more to parse.
  writeFileSync(join(knowledge, "slow.md"), "_*".repeat(3000));
  const started = runWithCanaries(["src/cli/ibid.js", "start"], {
    ...slackEnvironment(slack),
    IBID_KNOWLEDGE: knowledge,
    PORT: String(port),
  });
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const seen = new Set<string>();
  await until(async () => {
    const response = await get("/readyz").catch(() => undefined);
    if (response === undefined) return false;
    const { ready, checks } = (await response.json()) as {
      ready: boolean;
      checks: { name: string; state: string }[];
    };
    const states = new Map(checks.map(({ name, state }) => [name, state]));
    seen.add(`${response.status} reports ${states.get("reports")}, store ${states.get("store")}`);
    if (!ready) expect((await get("/healthz")).status).toBe(200);
    return ready;
  });
  expect([...seen]).toContain("503 reports 0 loaded, store writable");
  expect([...seen].at(-1)).toBe("200 reports 1 loaded, store writable");
  expect(await (await get("/metrics")).text()).toMatch(/^ibid_reports 1$/mu);
  started.kill("SIGTERM");
  expect(await started.exited).toBe(0);
  await slack.stop();
}, 90_000);
