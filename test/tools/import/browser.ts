// Headless Chromium, asked over its own protocol to print pages: its command line knows no paper sizes.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--remote-debugging-port=0",
];

export type Browser = Readonly<{
  /** A PDF in the paper size that the page's style states. */
  print(address: string, isTagged: boolean): Promise<Buffer>;
  close(): void;
}>;

/** `folder`: for its profile. */
export async function openBrowser(folder: string): Promise<Browser> {
  const child = spawn("chromium", [...FLAGS, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: "ignore",
  });
  const portFile = join(folder, "DevToolsActivePort");
  while (!existsSync(portFile) || !readFileSync(portFile, "utf8").includes("\n")) await sleep(50);
  const [port = ""] = readFileSync(portFile, "utf8").split("\n");
  const answer = await fetch(`http://127.0.0.1:${port}/json`);
  const targets = (await answer.json()) as { type: string; webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(targets.find(({ type }) => type === "page")?.webSocketDebuggerUrl ?? "", {
    perMessageDeflate: false,
  });
  await new Promise((resolve) => socket.once("open", resolve));
  let calls = 0;
  const call = (method: string, params: object) =>
    new Promise<Readonly<Record<string, unknown>>>((resolve) => {
      const id = ++calls;
      socket.on("message", function onMessage(data) {
        const answer = JSON.parse(String(data));
        if (answer.id !== id) return;
        socket.off("message", onMessage);
        resolve(answer.result ?? {});
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  await call("Page.enable", {});
  return {
    async print(address, isTagged) {
      const loaded = new Promise<void>((resolve) => {
        socket.on("message", function onMessage(data) {
          if (JSON.parse(String(data)).method !== "Page.loadEventFired") return;
          socket.off("message", onMessage);
          resolve();
        });
      });
      await call("Page.navigate", { url: address });
      await loaded;
      const { data } = await call("Page.printToPDF", {
        preferCSSPageSize: true,
        generateTaggedPDF: isTagged,
      });
      return Buffer.from(String(data), "base64");
    },
    close: () => {
      socket.close();
      child.kill();
    },
  };
}
