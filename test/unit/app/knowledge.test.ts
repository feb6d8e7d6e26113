import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextRun } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { openLibrary } from "#app/compose.ts";
import { createQuotationIndexer, type KnowledgeScopes } from "#app/knowledge.ts";
import { parseConfig } from "#config.ts";
import type { Report } from "#domain/report.ts";
import { libraryOf } from "#test/support/library.ts";
import { createTestLog } from "#test/support/log.ts";
import { EVERYTHING } from "#test/support/open-access.ts";
import { createQuotationIndexCache } from "#verification/quotation-index.ts";

/** A cache that notes which reports were asked for. */
function createNotingCache() {
  const cache = createQuotationIndexCache();
  const asked: string[] = [];
  return {
    asked,
    cache: {
      ...cache,
      segmentsOf(report: Report) {
        asked.push(report.id);
        return cache.segmentsOf(report);
      },
    },
  };
}

const library = libraryOf(["Otters eat crayfish."], ["Beavers eat bark."], ["Badgers sleep."]);

/** Long enough for a small library, however slow the machine is: indexing it looks at the clock fewer times than that. */
async function waitForIndexing(): Promise<void> {
  for (let run = 0; run < 500; run++) await nextRun();
}

test("quotations of every report are indexed without a check", async () => {
  const { cache, asked } = createNotingCache();
  createQuotationIndexer(cache, createTestLog([]))(library);
  await waitForIndexing();
  expect(asked).toEqual(["r1", "r2", "r3"]);
});

test("a library that is replaced while it is being indexed is left alone", async () => {
  const { cache, asked } = createNotingCache();
  const index = createQuotationIndexer(cache, createTestLog([]));
  index(library);
  index({ ...library, reports: library.reports.slice(1) });
  await waitForIndexing();
  expect(asked).toEqual(["r1", "r2", "r3"]);
});

test("a failure to index is logged", async () => {
  const logged: Record<string, unknown>[] = [];
  const { cache } = createNotingCache();
  const failing = { ...cache, segmentsOf: () => Promise.reject(new Error("out of memory")) };
  createQuotationIndexer(failing, createTestLog(logged))(library);
  await waitForIndexing();
  expect(logged).toMatchObject([{ event: "quotations.index-failed", error: "out of memory" }]);
});

test.each([
  ["after the start", false],
  ["after a reload", true],
])("where many people ask, the first check %s finds the index made", async (_, reloads) => {
  const check = async (scopes: KnowledgeScopes) =>
    (await scopes.within(EVERYTHING)).verifyText("the words of a first check", 1);
  const countSteps = async (deps: Parameters<typeof openLibrary>[2]) => {
    const folder = mkdtempSync(join(tmpdir(), "ibid-"));
    cpSync("knowledge", folder, { recursive: true });
    const watched = await openLibrary(parseConfig({ IBID_KNOWLEDGE: folder }), createTestLog([]), deps);
    await waitForIndexing();
    if (reloads) {
      await check(watched.current());
      writeFileSync(join(folder, "new.md"), `# New\n\n${"The ministers\u2019 council met. ".repeat(200)}`);
      await watched.reload();
      await waitForIndexing();
    }
    const exec = vi.spyOn(RegExp.prototype, "exec");
    await check(watched.current());
    const steps = exec.mock.calls.length;
    exec.mockRestore();
    return steps;
  };
  const [indexed, onDemand] = [
    await countSteps({ indexQuotationsAfter: Promise.resolve() }),
    await countSteps({}),
  ];
  expect(indexed).toBeLessThan(onDemand / 3);
});
