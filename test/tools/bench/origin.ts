// What is printed above every table of results: when, where and how it was measured.
import { availableParallelism, cpus, totalmem } from "node:os";
import { SEED } from "./sample.ts";

export function renderOrigin(command: string): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpu?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${date}, ${machine}, Node ${process.versions.node}, seed ${SEED}: \`${command}\``;
}
