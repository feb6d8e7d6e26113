import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";

test("hostile frames and bodies do not end the process, and the next good question is answered", async () => {
  const data = mkdtempSync(join(tmpdir(), "ibid-"));
  expect(await fuzz(2_000, data, () => undefined)).toMatchObject({ exits: 0, unanswered: 0 });
}, 180_000);
