// Makes a folder of hostile files of every kind we know, each in many variants. Their contents are derived from a number,
// so every run makes the same ones.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type HostileFolder = Readonly<{
  root: string;
  /** Paths below the root; each of them must be reported. */
  hostile: readonly string[];
  /** Sound reports among the hostile files; each of them must be served. */
  good: readonly string[];
  /** A file outside the root that must not be read. */
  secret: string;
  /** A path that exists only if a hostile file was executed. */
  marker: string;
}>;

const body = "A paragraph that nobody should be kept from.";
const head = (yaml: string) => `---\n${yaml}\n---\n\n${body}\n`;
const deep = (open: string, depth: number) => open.repeat(depth) + body;
const bytes = (...values: number[]) =>
  Uint8Array.from([...Buffer.from("Text "), ...values, ...Buffer.from(" end")]);

/** The contents of variant `n`. */
type Make = (n: number, marker: string) => string | Uint8Array;

/** By file name, because for some the name or its extension is what is hostile. */
const KINDS: Readonly<Record<string, Make>> = {
  "bomb.md": (n) =>
    head(
      [
        "a: &a [x,x,x,x,x,x,x,x,x]",
        ..."bcdefgh"
          .split("")
          .map((key, i) => `${key}: &${key} [${new Array(9 + n).fill(`*${"abcdefg"[i]}`).join(",")}]`),
      ].join("\n"),
    ),
  "code.md": (n, marker) =>
    `---js\n{ title: require("fs").writeFileSync(${JSON.stringify(marker)}, "${n}") }\n---\n\n${body}`,
  "tag.md": (n, marker) =>
    head(
      `title: !!js/function 'function(){require("fs").writeFileSync(${JSON.stringify(marker)},"${n}")}()'`,
    ),
  "proto.md": (n) =>
    head(`title: T${n}\n__proto__: {polluted: ${n}}\nconstructor: {prototype: {polluted: 1}}`),
  "deep-yaml.md": (n) => head(`title: ${"[".repeat(2000 + n)}`),
  "long-head.md": (n) => head(`title: ${"x".repeat(17_000 + n)}`),
  "open-head.md": (n) => `---\ntitle: Open ${n}\n\n${body}`,
  "list-head.md": (n) => head(`- ${n}\n- b`),
  "script-url.md": (n) => head(`title: T\nurl: "javascript:alert(${n})"`),
  "label.md": (n) => head(`title: T\ntlp: TLP:PURPLE${n}`),
  "nul.md": (n) => `${"x".repeat(n)}\0 ${body}`,
  "bytes.md": (n) => bytes(0x80 + (n % 0x40)),
  "overlong.md": (n) => bytes(0xc0, 0x80 + (n % 0x40)),
  "surrogate.md": (n) => bytes(0xed, 0xa0 + (n % 0x20), 0x80),
  "utf-16.md": (n) => Buffer.from(`\uFEFFNumber ${n}. ${body}`, "utf16le"),
  "turned.md": (n) => `${body} \u202E${"dlrow ".repeat(1 + n)}\u202C`,
  "turned-title.md": (n) => head(`title: "Report \u2066${n}\u2069"`),
  "empty.md": (n) => "\n".repeat(n),
  "nested-quotes.md": (n) => deep("> ", 400 + n),
  "nested-lists.md": (n) =>
    Array.from({ length: 300 + n }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n"),
  "emphasis.md": (n) => "_*".repeat(20_000 + n),
  "page.html": (n) => `<script>fetch("https://evil.example/${n}")</script>`,
  "run.sh": (n, marker) => `#!/bin/sh\necho ${n} > ${marker}\n`,
  "report.pdf": (n) => `%PDF-1.7 ${n}`,
  "\u202Efdp.md": (n) => `${n} ${body}`,
  "\u001B[2J.md": (n) => `${n} ${body}`,
  "two\nlines.md": (n) => `${n} ${body}`,
};

// Each of these takes the whole time that a file may take, so only a few are made.
const SLOW = new Set(["emphasis.md"]);
const MAX_SLOW = 2;

export function makeHostileFolder(files: number): HostileFolder {
  const outside = mkdtempSync(join(tmpdir(), "outside-"));
  const root = join(outside, "knowledge");
  const [secret, marker] = [join(outside, "secret.md"), join(outside, "was-run")];
  mkdirSync(root);
  writeFileSync(secret, "# Secret\n\nCanary 4711 outside of the folder.");
  const hostile = makeSpecials(root, outside, secret);
  const kinds = Object.entries(KINDS);
  for (let n = 0; hostile.length < files; n++) {
    const [name, make] = kinds[n % kinds.length] ?? ["empty.md", () => ""];
    const variant = Math.floor(n / kinds.length);
    if (SLOW.has(name) && variant >= MAX_SLOW) continue;
    const file = `hostile/${variant}/${name}`;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), make(variant, marker), { mode: 0o755 });
    hostile.push(file);
  }
  const good = ["a-good.md", "hostile/good.md", "z-good.md"];
  for (const [i, file] of good.entries())
    writeFileSync(join(root, file), `# Good ${i}\n\nGood number ${i}. ${body}`);
  return { root, hostile, good, secret, marker };
}

/** Links, a pipe, a huge file, deeply nested folders, and a folder with the name of the list of aliases. */
function makeSpecials(root: string, outside: string, secret: string): string[] {
  const links = {
    "out.md": secret,
    "up.md": "../secret.md",
    etc: "/etc",
    loop: ".",
    "self.md": "self.md",
    "gone.md": "nowhere.md",
    "device.md": "/dev/zero",
    "memory.md": "/proc/self/environ",
    above: outside,
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  execFileSync("mkfifo", [join(root, "pipe.md")]);
  writeFileSync(join(root, "huge.md"), "");
  truncateSync(join(root, "huge.md"), 4 * 1024 ** 3);
  const depths = Array.from({ length: 12 }, (_, depth) => `d${depth}`).join("/");
  mkdirSync(join(root, depths), { recursive: true });
  writeFileSync(join(root, depths, "deep.md"), "Deep.");
  mkdirSync(join(root, "aliases.yaml"));
  return [...Object.keys(links), "pipe.md", "huge.md", "d0/d1/d2/d3/d4/d5/d6/d7/d8"];
}
