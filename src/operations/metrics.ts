// The metrics in Prometheus's text format. No label holds a person, a channel or a word of a question.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { InvocationLog } from "#domain/log.ts";
import type { Load, PlatformStatus } from "#domain/platform.ts";

export type Metrics = Readonly<{
  /** Counts an invocation; one with the outcome `repeat` is a duplicate that was dropped. */
  handled(invocation: InvocationLog): void;
  reloaded(outcome: "ok" | "failed"): void;
  reconnected(platform: string): void;
  /** Counts a rejection or an exception that nothing caught. */
  unhandled(kind: string): void;
  /** Adds where gauges are read from; one without a source is 0, or has no series where it has labels. */
  watch(gauges: Partial<Gauges>): void;
  contentType: string;
  text(): Promise<string>;
}>;

/** Read at every scrape, not counted as it happens. */
type Gauges = Readonly<{
  reports(): number;
  statuses(): Readonly<Record<string, PlatformStatus>>;
  load(): Load;
  /** The number of digests by state, missed days included. */
  digests(): Promise<ReadonlyMap<string, number>>;
}>;

// Seconds. An answer is due within half a second; a search takes a few milliseconds.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const count = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `ibid_${name}_total`, help, labelNames, registers: [registry] });
  const invocations = count("invocations", "Commands handled.", ["platform", "command", "outcome"]);
  const duplicates = count("duplicates", "Events that were delivered again and dropped.", ["platform"]);
  const reloads = count("reloads", "Reloads of the reports.", ["outcome"]);
  const reconnects = count("reconnects", "Reconnections.", ["platform"]);
  const unhandled = count("unhandled", "Errors that were not handled.", ["kind"]);
  const seconds = new Histogram({
    name: "ibid_invocation_seconds",
    help: "Time from invocation to reply, without sending it.",
    labelNames: ["platform", "command"],
    buckets: BUCKETS,
    registers: [registry],
  });
  const gauges: Partial<Gauges> = {};
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
    watch: (more) => void Object.assign(gauges, more),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function registerGauges(gauges: Readonly<Partial<Gauges>>, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: "ibid_reports",
    help: "Reports that are loaded.",
    registers,
    collect() {
      this.set(gauges.reports?.() ?? 0);
    },
  });
  new Gauge({
    name: "ibid_platform_serving",
    help: "1 while the platform receives events and answers them.",
    labelNames: ["platform"],
    registers,
    collect() {
      for (const [platform, status] of Object.entries(gauges.statuses?.() ?? {}))
        this.set({ platform }, status === "serving" ? 1 : 0);
    },
  });
  new Gauge({
    name: "ibid_requests_running",
    help: "Requests in progress.",
    labelNames: ["platform"],
    registers,
    collect() {
      for (const [platform, { running }] of Object.entries(gauges.load?.() ?? {}))
        this.set({ platform }, running);
    },
  });
  new Gauge({
    name: "ibid_digests",
    help: "Daily digests by state.",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of (await gauges.digests?.()) ?? []) this.set({ state }, count);
    },
  });
}
