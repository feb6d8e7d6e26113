// What is counted. No series has a person, a channel or a word of a question in it.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { InvocationLog } from "#domain/log.ts";
import type { PlatformStatus } from "#domain/platform.ts";

export type Metrics = Readonly<{
  /** Everything that was handled; a repeat is a duplicate that was dropped. */
  handled(handled: InvocationLog): void;
  reloaded(outcome: "ok" | "failed"): void;
  reconnected(platform: string): void;
  /** A promise or an exception that nobody caught. */
  unhandled(kind: string): void;
  contentType: string;
  /** In Prometheus's text format. */
  text(): Promise<string>;
}>;

/** What is read when somebody looks, not counted as it happens. */
export type Gauges = Readonly<{
  reports(): number;
  statuses(): Readonly<Record<string, PlatformStatus>>;
  /** How many digests are in which state, missed days among them. */
  digests(): Promise<ReadonlyMap<string, number>>;
}>;

// Seconds. An answer is due within half a second; a search takes a few milliseconds.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const count = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `ibid_${name}_total`, help, labelNames, registers: [registry] });
  const invocations = count("invocations", "Commands handled.", ["platform", "command", "outcome"]);
  const duplicates = count("duplicates", "Events that came again and were dropped.", ["platform"]);
  const reloads = count("reloads", "Reloads of the reports.", ["outcome"]);
  const reconnects = count("reconnects", "Connections made again.", ["platform"]);
  const unhandled = count("unhandled", "Failures that nobody caught.", ["kind"]);
  const seconds = new Histogram({
    name: "ibid_invocation_seconds",
    help: "Time from invocation to reply, sending not counted.",
    labelNames: ["platform", "command"],
    buckets: BUCKETS,
    registers: [registry],
  });
  registerGauges(gauges, registry);
  return {
    handled({ platform, command, outcome, milliseconds }) {
      if (outcome === "repeat") return duplicates.inc({ platform });
      invocations.inc({ platform, command, outcome });
      seconds.observe({ platform, command }, milliseconds / 1000);
    },
    reloaded: (outcome) => reloads.inc({ outcome }),
    reconnected: (platform) => reconnects.inc({ platform }),
    unhandled: (kind) => unhandled.inc({ kind }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function registerGauges({ reports, statuses, digests }: Gauges, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: "ibid_reports",
    help: "Reports that are loaded.",
    registers,
    collect() {
      this.set(reports());
    },
  });
  new Gauge({
    name: "ibid_platform_serving",
    help: "1 while the platform hears and answers.",
    labelNames: ["platform"],
    registers,
    collect() {
      for (const [platform, status] of Object.entries(statuses()))
        this.set({ platform }, status === "serving" ? 1 : 0);
    },
  });
  new Gauge({
    name: "ibid_digests",
    help: "Days' digests by the state that they are in.",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      for (const [state, number] of await digests()) this.set({ state }, number);
    },
  });
}
