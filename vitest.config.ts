import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Vitest begins with the files that took longest in its last run, and with the largest where it has not seen them yet.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than there are cores: many tests wait for a process of their own.
    maxWorkers: availableParallelism() + 1,
  },
});
