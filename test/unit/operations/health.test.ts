// Health over real sockets of the loopback interface.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { type HealthDeps, startHealth } from "#operations/health.ts";
import { createMetrics } from "#operations/metrics.ts";
import { createReadiness } from "#operations/ready.ts";
import { createTestLog, type LoggedLine, silentLog } from "#test/support/log.ts";

async function openHealth(more: Partial<HealthDeps> = {}): Promise<number> {
  const metrics = createMetrics();
  const { port, close } = await startHealth({
    host: "127.0.0.1",
    port: 0,
    checks: async () => [],
    metrics,
    log: silentLog,
    ...more,
  });
  onTestFinished(close);
  return port;
}

const isReached = (host: string, port: number) =>
  fetch(`http://${host}:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

// Only Linux answers on all of 127.0.0.0/8, which stands here for a second address of the machine.
test.runIf(process.platform === "linux")(
  "health is opened on the chosen address and on no other",
  async () => {
    const port = await openHealth();
    expect([await isReached("127.0.0.1", port), await isReached("127.0.0.2", port)]).toEqual([true, false]);
  },
);

test.runIf(process.platform === "linux")(
  "a probe of another address is answered where IBID_HOST allows it",
  async () => {
    const port = await openHealth({ host: "0.0.0.0" });
    expect([await isReached("127.0.0.1", port), await isReached("127.0.0.2", port)]).toEqual([true, true]);
  },
);

test("an address that is not this machine's is refused with the remedy", async () => {
  await expect(openHealth({ host: "192.0.2.1" })).rejects.toThrow(
    /192\.0\.2\.1 cannot be used .* IBID_HOST/u,
  );
});

type Connection = Readonly<{ socket: Socket; said: string[]; closed: Promise<unknown> }>;

async function open(port: number): Promise<Connection> {
  const socket = connect(port, "127.0.0.1");
  const said: string[] = [];
  socket.on("data", (chunk) => said.push(String(chunk))).on("error", () => undefined);
  const closed = once(socket, "close");
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return { socket, said, closed };
}

test("connections that say nothing are few and short-lived: they cannot keep a probe out", async () => {
  const port = await openHealth();
  const idle = await Promise.all(Array.from({ length: 60 }, () => open(port)));
  await Promise.all(idle.map(({ closed }) => closed));
  // One that was accepted is told that it took too long; one beyond the limit is closed without a word.
  const accepted = idle.filter(({ said }) => said.join("").includes(" 408 "));
  expect(accepted.length).toBeLessThan(idle.length);
  expect(await isReached("127.0.0.1", port)).toBe(true);
});

const readinessDeps = {
  statuses: () => ({}),
  endReasons: () => ({}),
  limitations: () => ({}),
  log: silentLog,
};

test("however often readiness is asked for, the store is written once a second", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const probe = vi.fn(async () => undefined);
  const readiness = createReadiness(readinessDeps);
  readiness.storeOpened(probe);
  await Promise.all(Array.from({ length: 100 }, () => readiness.checks()));
  await readiness.checks();
  expect(probe).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  await readiness.checks();
  expect(probe).toHaveBeenCalledTimes(2);
});

test("readiness tells no path and no error of the store; the log has them, once", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const lines: LoggedLine[] = [];
  const readiness = createReadiness({ ...readinessDeps, log: createTestLog(lines) });
  readiness.storeOpened(() => Promise.reject(new Error("ENOSPC: /srv/ibid/ibid.db")));
  const first = await readiness.checks();
  vi.advanceTimersByTime(1000);
  expect(await readiness.checks()).toEqual(first);
  expect(first).toContainEqual({
    name: "store",
    ready: false,
    state: "not writable",
    reason: "the log says why",
  });
  expect(JSON.stringify(first)).not.toMatch(/ENOSPC|srv/u);
  expect(lines).toEqual([
    { event: "store.not-writable", level: "error", error: "ENOSPC: /srv/ibid/ibid.db" },
  ]);
});

test("an error while health answers is logged, not told", async () => {
  const lines: LoggedLine[] = [];
  const checks = () => Promise.reject(new Error("at /srv/ibid"));
  const port = await openHealth({ checks, log: createTestLog(lines) });
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect([response.status, await response.text()]).toEqual([500, "failed\n"]);
  expect(lines).toEqual([{ event: "health.failed", level: "error", error: "at /srv/ibid" }]);
});

test("a platform whose slots are all taken is not ready, and the requests in progress are measured", async () => {
  const statuses = () => ({ slack: "serving", discord: "serving" }) as const;
  const load = () => ({ slack: { running: 128, max: 128 }, discord: { running: 3, max: 128 } });
  const readiness = createReadiness({ ...readinessDeps, statuses });
  readiness.botCreated(load);
  expect(await readiness.checks()).toEqual(
    expect.arrayContaining([
      { name: "slack", ready: false, state: "slots full" },
      { name: "discord", ready: true, state: "serving" },
    ]),
  );
  const metrics = createMetrics();
  metrics.watch({ load });
  const text = await metrics.text();
  expect(text).toContain('ibid_requests_running{platform="slack"} 128');
  expect(text).toContain('ibid_requests_running{platform="discord"} 3');
});

test("a platform that serves, but cannot do everything, is ready and says what does not work", async () => {
  const statuses = () => ({ slack: "serving", discord: "disconnected" }) as const;
  const limitations = () => ({ slack: "Digests do not work.", discord: "Digests do not work." });
  const readiness = createReadiness({ ...readinessDeps, statuses, limitations });
  expect((await readiness.checks()).slice(3)).toEqual([
    { name: "slack", ready: true, state: "serving", reason: "Digests do not work." },
    { name: "discord", ready: false, state: "disconnected", reason: "the log says why" },
  ]);
});
