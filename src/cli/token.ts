// `ibid token`: access tokens for programs that ask over the network.
import { formatScope } from "#access/scope.ts";
import { defaultScope } from "#app/default-scope.ts";
import type { Config } from "#config.ts";
import { UsageError } from "#domain/errors.ts";
import type { AccessTokens } from "#domain/scope.ts";
import { createAccessTokens } from "#store/access/access-token.ts";
import { openStore } from "#store/store.ts";
import { sanitize } from "#text/unicode.ts";

const MAX_NAME = 100;

/** The token sees what `--scope` says, or else the default scope. Throws UsageError. */
export async function createToken(name: string, config: Config): Promise<string> {
  if (name === "" || name.length > MAX_NAME)
    throw new UsageError(
      `Say whose it is, in at most ${MAX_NAME} characters. Example: ibid token new "Ann's assistant" --scope "iran up to TLP:GREEN"`,
    );
  const scope = defaultScope(config);
  const { id, secret } = await withTokens(config, (tokens) => tokens.create(name, scope));
  return `${secret}\n\nThis is token ${id}, for ${formatScope(scope)}. It is shown only now: copy it.`;
}

export async function listTokens(config: Config): Promise<string> {
  const all = await withTokens(config, (tokens) => tokens.list());
  if (all.length === 0) return "There are no access tokens.";
  return all
    .map(
      ({ id, name, scope, createdAt }) =>
        `${id}  ${createdAt.toISOString().slice(0, 10)}  ${sanitize(name)}  (${formatScope(scope)})`,
    )
    .join("\n");
}

/** Throws UsageError if there is none. */
export async function revokeToken(id: string, config: Config): Promise<string> {
  if (!(await withTokens(config, (tokens) => tokens.revoke(id))))
    throw new UsageError(`There is no access token ${JSON.stringify(id)}. "ibid token list" shows them.`);
  return `Revoked ${id}: it opens nothing from now on.`;
}

async function withTokens<Result>(
  { IBID_DATA: folder }: Config,
  work: (tokens: AccessTokens) => Promise<Result>,
): Promise<Result> {
  const { database, close } = await openStore(folder);
  try {
    return await work(createAccessTokens(database, () => new Date()));
  } finally {
    await close();
  }
}
