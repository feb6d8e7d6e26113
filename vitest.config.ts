import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that run whole processes take longest. They begin first, so that none is left for one core alone at the end. */
class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const runsProcesses = ({ moduleId }: TestSpecification) =>
      /\/test\/(?:tools|platforms)\//u.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(runsProcesses), ...sorted.filter((file) => !runsProcesses(file))];
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than there are cores: many tests wait for a process of their own.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: ProcessesFirst },
    // A golden file that is missing is an error, not written on the quiet; `npm test -- --update` writes them.
    update: "none",
  },
});
