// Requests that no client should send, as bytes on a socket.
import { connect } from "node:net";
import { createRandom } from "#test/tools/evaluate/random.ts";

const CONCURRENT = 50;
// In milliseconds. Whoever is not answered by then has sent half a request, and hangs up.
const PATIENCE = 300;

const PATHS = [
  "/",
  "/r/%",
  "/r/%00",
  "/r/..%2f..%2fetc",
  "//evil.example.org",
  "/r/a/b?p=1e99&s=-1",
  "/r/a?q=%F0%28",
  "/sign-in/callback?code=&state=",
  "/sign-in/callback?code=x&state=x&error=x",
  "/mcp",
  `/r/${"x".repeat(5_000)}`,
  `/r/a?q=${"%E2%80%8B".repeat(600)}`,
];
const METHODS = ["GET", "POST", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "get", "G\0T", ""];

/** Returns how many were sent. `cookie`: of somebody who has signed in; it goes with some of them, whole or damaged. */
export async function sendMalformed(port: number, count: number, cookie: string): Promise<number> {
  const random = createRandom(4711);
  const any = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const damaged = (text: string) => {
    const at = Math.floor(random() * text.length);
    return any([
      text.slice(0, at),
      text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1),
      text + text,
      text,
    ]);
  };
  const make = () => {
    const headers = [
      `Host: ${any(["127.0.0.1", "", "evil.example.org", "a b", "[::1", "127.0.0.1:99999"])}`,
      `Cookie: ${damaged(cookie)}`,
      any(["Content-Length: -1", "Content-Length: 99999999", "Transfer-Encoding: chunked", "X: y", "X\0: y"]),
      any(["Authorization: Bearer ibid_x", "Content-Type: application/json", "Expect: 100-continue", "A:b"]),
    ];
    const body = any(["", "{", '{"jsonrpc":"2.0","method":"tools/call"}', "ffffffffff\r\nx", "\0\0\0"]);
    const request = `${any(METHODS)} ${any(PATHS)} HTTP/${any(["1.1", "1.0", "9.9", ""])}\r\n${headers.join("\r\n")}\r\n\r\n${body}`;
    return random() < 0.3 ? damaged(request) : request;
  };
  let sent = 0;
  const work = async () => {
    while (sent < count) {
      sent += 1;
      await sendOne(port, make());
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, work));
  return sent;
}

function sendOne(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = () => socket.destroy();
    socket.setTimeout(PATIENCE, end);
    socket
      .once("data", end)
      .once("error", end)
      .once("close", () => resolve());
    socket.write(bytes, "latin1");
  });
}
