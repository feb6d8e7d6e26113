import { expect, test } from "vitest";
import { createShutdown } from "#operations/stop.ts";
import { silentLog } from "#test/support/log.ts";

test("what was still being opened when the process stopped is closed as well", async () => {
  const closed: string[] = [];
  const close = (name: string) => async () => closed.push(name);
  const shutdown = createShutdown(silentLog);
  shutdown.add(close("opened first"));
  shutdown.add(async () => {
    shutdown.add(close("opened while closing"));
    closed.push("opened last");
  });
  expect(shutdown.signal.aborted).toBe(false);
  const run = shutdown.run();
  expect(shutdown.signal.aborted).toBe(true);
  expect(await run).toBe(true);
  shutdown.add(close("opened after all was closed"));
  expect(closed).toEqual([
    "opened last",
    "opened while closing",
    "opened first",
    "opened after all was closed",
  ]);
});
