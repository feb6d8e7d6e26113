// Signing in with an account of a platform: OAuth 2.0 with an authorization code, for Slack with an ID token.
import type { Context } from "hono";
import { html } from "hono/html";
import * as client from "openid-client";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Exposure, SignInProvider } from "#domain/platform.ts";
import type { Decision } from "#domain/scope.ts";
import { CALLBACK } from "./links.ts";
import { type Html, messagePage, notFoundPage } from "./report-page.ts";
import { type Cookies, createCookies, type PendingSignIn } from "./session.ts";

export type AccountSignIn = Readonly<{
  mode: "account";
  /** Rejects when the platform does not tell who the person is now. */
  isReader(context: Context): Promise<boolean>;
  /** The page for whoever may not see what was asked for, with the way to sign in. */
  offer(): Html;
  /** Sends the browser to the platform, and remembers what was asked for. */
  begin(context: Context): Promise<Response>;
  /** Where the platform sends the browser back to. */
  complete(context: Context): Promise<Response>;
}>;

export type AccountDeps = Readonly<{
  provider: SignInProvider;
  clientId: string;
  clientSecret: string;
  /** What somebody may see who is this to the platform. */
  decide(exposure: Exposure): Decision;
  /** Where the pages are reached from outside, such as `https://ibid.example.org`. */
  origin: string;
  log: Log;
  now(): Date;
  newId(): string;
}>;

// In seconds.
const PROVIDER_TIMEOUT = 10;
const MAX_PATH_LENGTH = 1_000;

export function createAccountSignIn(deps: AccountDeps): AccountSignIn {
  const flow: Flow = { ...deps, cookies: createCookies(deps.clientSecret, deps.now), config: clientOf(deps) };
  return {
    mode: "account",
    async isReader(context) {
      const session = await flow.cookies.session.read(context);
      return session !== undefined && (await mayRead(session.person, flow));
    },
    offer: () => notFoundPage(deps.provider.label),
    begin: (context) => begin(context, flow),
    complete: (context) => complete(context, flow),
  };
}

type Flow = AccountDeps & Readonly<{ cookies: Cookies; config: client.Configuration }>;

async function begin(context: Context, { provider, origin, cookies, config }: Flow): Promise<Response> {
  const { label, scope } = provider;
  const { pathname, search } = new URL(context.req.url);
  const asked = pathname + search;
  const path = asked.length > MAX_PATH_LENGTH || pathname === CALLBACK ? "/" : asked;
  const [state, secret] = [client.randomState(), client.randomPKCECodeVerifier()];
  const proof = hasIdToken(provider)
    ? { nonce: secret }
    : { code_challenge: await client.calculatePKCECodeChallenge(secret), code_challenge_method: "S256" };
  const parameters = { redirect_uri: origin + CALLBACK, scope, state, ...proof };
  const { href } = client.buildAuthorizationUrl(config, parameters);
  await cookies.pending.write(context, { state, secret, path });
  // Not a redirect: browsers apply the policy's form-action to the redirects that follow a form.
  context.header("refresh", `0;url=${href}`);
  return context.html(messagePage(`Sign in with ${label}`, html`<a href="${href}">Continue to ${label}</a>`));
}

async function complete(context: Context, flow: Flow): Promise<Response> {
  const { origin, cookies, log, newId } = flow;
  const { label } = flow.provider;
  const refuse = (status: 400 | 403 | 502, text: string) =>
    context.html(messagePage("Not signed in", text, label), status);
  const pending = await cookies.pending.read(context);
  cookies.pending.remove(context);
  const { search, searchParams } = new URL(context.req.url);
  if (pending === undefined || searchParams.get("state") !== pending.state)
    return refuse(400, "This sign-in is too old, or was begun in another browser.");
  if (searchParams.has("error")) return refuse(403, `${label} did not tell who you are.`);
  try {
    const person = await identify(search, pending, flow);
    if (person === undefined || !(await mayRead(person, flow)))
      return refuse(403, `This ${label} account does not belong to those who may read here.`);
    await cookies.session.write(context, { person });
  } catch (error) {
    const id = newId();
    log.warn("web.sign-in-failed", { id, error: reasonOf(error) });
    return refuse(502, `Signing in with ${label} has failed, and it is logged as ${id}.`);
  }
  // With the origin, for a path may look like the address of another server.
  return context.redirect(origin + pending.path, 303);
}

/** `search`: the query with which the platform sent the browser back. Undefined for an account of another organisation. */
async function identify(
  search: string,
  { state, secret }: PendingSignIn,
  { provider, origin, config }: Flow,
): Promise<string | undefined> {
  const proof = hasIdToken(provider) ? { expectedNonce: secret } : { pkceCodeVerifier: secret };
  const checks = { expectedState: state, ...proof };
  const tokens = await client.authorizationCodeGrant(config, new URL(origin + CALLBACK + search), checks);
  return provider.identify({ accessToken: tokens.access_token, claims: tokens.claims() });
}

async function mayRead(person: string, { provider, decide }: Flow): Promise<boolean> {
  const exposure = await provider.exposure(person);
  if (exposure.kind === "unknown")
    throw new Error(`${provider.label} does not tell who the person is now: ${exposure.reason}`);
  return decide(exposure).kind === "allowed";
}

/** An ID token carries the nonce; where there is none, the code is bound to this server by PKCE. */
function hasIdToken({ scope }: SignInProvider): boolean {
  return scope.split(" ").includes("openid");
}

function clientOf({ provider, clientId, clientSecret }: AccountDeps): client.Configuration {
  const config = new client.Configuration(
    provider.server,
    clientId,
    undefined,
    client.ClientSecretPost(clientSecret),
  );
  config.timeout = PROVIDER_TIMEOUT;
  // Only where the operator has set an http address: a gateway, or a test.
  if (provider.server.token_endpoint.startsWith("http:")) client.allowInsecureRequests(config);
  return config;
}

/** What the provider said, without what it was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof client.ResponseBodyError) return `${error.error} (status ${error.status})`;
  return messageOf(error);
}
