import { Hono } from "hono";
import { expect, test } from "vitest";
import { createCookies } from "#web/session.ts";

const HOUR = 60 * 60 * 1000;
const PENDING = { state: "s", secret: "n", path: "/r/tides?p=1" };

/** A server that writes both cookies, and one that tells what it reads of them. */
function open(secret = "of the client") {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const { session, pending } = createCookies(secret, () => new Date(clock.now));
  const app = new Hono();
  app.get("/write", async (context) => {
    await session.write(context, { person: "U1" });
    await pending.write(context, PENDING);
    return context.body(null);
  });
  app.get("/read", async (context) =>
    context.json({ session: await session.read(context), pending: await pending.read(context) }),
  );
  return {
    clock,
    write: async () =>
      (await app.request("/write")).headers.getSetCookie().map((line) => line.split(";")[0] ?? ""),
    read: async (cookies: readonly string[]): Promise<unknown> =>
      (await app.request("/read", { headers: { cookie: cookies.join("; ") } })).json(),
  };
}

test("a session lasts twelve hours, a sign-in that was begun ten minutes, whatever the browser keeps", async () => {
  const { clock, write, read } = open();
  const cookies = await write();
  expect(await read(cookies)).toEqual({ session: { person: "U1" }, pending: PENDING });
  clock.now += HOUR;
  expect(await read(cookies)).toEqual({ session: { person: "U1" } });
  clock.now += 11 * HOUR;
  expect(await read(cookies)).toEqual({});
});

test("it holds after a restart, and ends with a new client secret", async () => {
  const cookies = await open().write();
  expect(await open().read(cookies)).toMatchObject({ session: { person: "U1" } });
  expect(await open("another one").read(cookies)).toEqual({});
});

test("neither cookie is good as the other, and none that was changed", async () => {
  const { write, read } = open();
  const [session = "", pending = ""] = await write();
  const signedOf = (cookie: string) => cookie.slice(cookie.indexOf("=") + 1);
  const nameOf = (cookie: string) => cookie.slice(0, cookie.indexOf("="));
  expect(await read([`${nameOf(session)}=${signedOf(pending)}`])).toEqual({});
  expect(await read([session.replace("U1", "U2")])).toEqual({});
  expect(await read([session.slice(0, -5)])).toEqual({});
});
