// The disk under the store: a small one of its own that can be filled, where this process may mount one, and a lock on the store.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { STORE_FILE } from "#store/sqlite/files.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";

export type Disk = Readonly<{
  folder: string;
  /** It can be filled. */
  isOwn: boolean;
  fill(): void;
  empty(): void;
  /** Another process writes to the store for so many milliseconds, as on a slow disk. */
  hold(milliseconds: number): Promise<void>;
  remove(): void;
}>;

const CHUNK = Buffer.alloc(64 * 1024);

export function openDisk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), "ibid-disk-"));
  const isOwn = mount(folder);
  const ballast = join(folder, ".ibid-ballast");
  return {
    folder,
    isOwn,
    fill() {
      const file = openSync(ballast, "w");
      try {
        // First in large pieces, then the rest.
        for (const size of [CHUNK.length, 4096, 1]) while (writes(file, size));
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    async hold(milliseconds) {
      const store = new DatabaseSync(join(folder, STORE_FILE), { timeout: 1_000 });
      try {
        store.exec("begin immediate");
        await pause(milliseconds);
        store.exec("rollback");
      } finally {
        store.close();
      }
    },
    remove() {
      if (isOwn) execFileSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** False when the disk is full. */
function writes(file: number, size: number): boolean {
  try {
    return writeSync(file, CHUNK, 0, size) > 0;
  } catch {
    return false;
  }
}

/** Needs Linux and its superuser. */
function mount(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "ibid-soak", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
