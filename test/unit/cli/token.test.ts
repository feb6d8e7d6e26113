// `ibid token`: made once, listed without its secret, and taken away.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runNode } from "#test/support/fakes/process.ts";

const folder = mkdtempSync(join(tmpdir(), "ibid-token-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function token(...words: readonly string[]) {
  const run = runNode(["src/cli/ibid.js", "token", ...words], { IBID_DATA: folder });
  return { code: await run.exited, output: run.output() };
}

test("a token is shown once, with what it sees, and is gone once it is revoked", async () => {
  expect((await token("list")).output).toBe("There are no access tokens.\n");
  const made = await token("new", "Ann's", "assistant", "--scope", "iran up to TLP:GREEN");
  const [, secret = "", id = ""] =
    /^(ibid_[\w-]{43})\n\nThis is token (\w{8}), for iran up to TLP:GREEN\./u.exec(made.output) ?? [];
  expect(id).not.toBe("");
  const listed = await token("list");
  expect(listed.output).toMatch(
    new RegExp(`^${id}  \\d{4}-\\d\\d-\\d\\d  Ann's assistant  \\(iran up to TLP:GREEN\\)\\n$`, "u"),
  );
  expect(listed.output).not.toContain(secret.slice(5));
  expect(await token("revoke", id)).toMatchObject({
    code: 0,
    output: `Revoked ${id}: it opens nothing from now on.\n`,
  });
  expect(await token("revoke", id)).toMatchObject({
    code: 1,
    output: expect.stringContaining("There is no access token"),
  });
});

test("a token without a name is refused with an example", async () => {
  expect(await token("new")).toMatchObject({ code: 1, output: expect.stringContaining("Say whose it is") });
});
