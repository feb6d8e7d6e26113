// Files that are broken, or made to harm: each has to be refused with a sentence, in time, within a gigabyte, and unwritten.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { deflateSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { createPdf, pdfOf } from "#test/support/pdf.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";

const LAYOUTS = "test/support/fixtures/importing/layouts";
const MAX_KILOBYTES = 1024 * 1024;
// The deadline of the thread, and what the process takes beside it.
const MAX_SECONDS = 130;
const CONTAINER = '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>';

type Hostile = Readonly<{ name: string; bytes: Uint8Array }>;

const CATALOG = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGES = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>";
const page = (resources: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << ${resources} >> >>`;
const stream = (content: string, dictionary = "") =>
  `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`;

function brokenPdfs(): readonly Hostile[] {
  const form = (of: number) =>
    stream(
      `/F${of} Do`,
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F5 5 0 R /F6 6 0 R >> >>`,
    );
  const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024, "q Q ")).toString("latin1");
  const made: Record<string, Uint8Array> = {
    "calls-itself.pdf": pdfOf([CATALOG, PAGES, page("/XObject << /F5 5 0 R >>"), stream("/F5 Do"), form(5)]),
    "calls-each-other.pdf": pdfOf([
      CATALOG,
      PAGES,
      page("/XObject << /F5 5 0 R >>"),
      stream("/F5 Do"),
      form(6),
      form(5),
    ]),
    "pages-in-a-ring.pdf": pdfOf([CATALOG, "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"]),
    "false-count.pdf": pdfOf([CATALOG, "<< /Type /Pages /Count 100000000 /Kids [] >>"]),
    "negative-count.pdf": pdfOf([CATALOG, "<< /Type /Pages /Count -5 /Kids [3 0 R] >>", page("")]),
    "catalog-is-a-number.pdf": pdfOf(["42"]),
    "no-pages.pdf": pdfOf([CATALOG, "<< /Type /Pages /Count 0 /Kids [] >>"]),
    "inflates.pdf": pdfOf([CATALOG, PAGES, page(""), stream(bomb, "/Filter /FlateDecode")]),
    "nested-arrays.pdf": pdfOf([CATALOG, PAGES, page(""), stream(`${"[".repeat(200_000)}`)]),
    "nested-saves.pdf": pdfOf([CATALOG, PAGES, page(""), stream("q ".repeat(500_000))]),
  };
  for (const side of [10_000, 30_000, 60_000, 100_000, 1_000_000])
    made[`picture-${side}.pdf`] = pdfOf([
      CATALOG,
      PAGES,
      page("/XObject << /I 5 0 R >>"),
      stream("600 0 0 700 0 0 cm /I Do"),
      stream(
        "x",
        `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceRGB /BitsPerComponent 8`,
      ),
    ]);
  for (const pages of [2001, 5000, 10_000])
    made[`${pages}-pages.pdf`] = createPdf(Array.from({ length: pages }, () => [{ text: "a", x: 9, y: 9 }]));
  return Object.entries(made).map(([name, bytes]) => ({ name, bytes }));
}

function brokenArchives(): readonly Hostile[] {
  const zeros = (megabytes: number) => new Uint8Array(megabytes * 1024 * 1024);
  const opf = (spine: string) =>
    `<package><manifest><item id="a" href="a.xhtml"/></manifest><spine>${spine}</spine></package>`;
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 12 }, (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? "" : i - 1};`.repeat(10)}">`).join("")}]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>`;
  const outside =
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>';
  const deep = `<w:document>${"<w:p>".repeat(100_000)}</w:document>`;
  const made: Record<string, Uint8Array> = {
    "entities.docx": zipSync({ "word/document.xml": strToU8(laughs) }),
    "outside.docx": zipSync({ "word/document.xml": strToU8(outside) }),
    "deep.docx": zipSync({ "word/document.xml": strToU8(deep) }),
    "empty.docx": zipSync({}),
    "no-document.docx": zipSync({ "word/styles.xml": strToU8("<x/>") }),
    "no-spine.epub": zipSync({ "META-INF/container.xml": strToU8(CONTAINER), "a.opf": strToU8(opf("")) }),
    "twice.epub": zipSync({
      "META-INF/container.xml": strToU8(CONTAINER),
      "a.opf": strToU8(opf('<itemref idref="a"/>'.repeat(9_000))),
    }),
    "outside.epub": zipSync({
      "META-INF/container.xml": strToU8(CONTAINER.replace("a.opf", "../../../etc/passwd")),
    }),
    "deep.html": strToU8("<div>".repeat(50_000)),
    "deep-list.html": strToU8("<ul><li>".repeat(50_000)),
    "huge.html": strToU8("<p>a ".repeat(1_500_000)),
    "no-pages.txt": strToU8("A line.\n".repeat(1000)),
  };
  for (const megabytes of [65, 100, 200, 400])
    for (const name of ["word/document.xml", "META-INF/container.xml"])
      made[`inflates-${megabytes}.${name.startsWith("word") ? "docx" : "epub"}`] = zipSync(
        { [name]: zeros(megabytes) },
        { level: 9 },
      );
  return Object.entries(made).map(([name, bytes]) => ({ name, bytes }));
}

/** PDFs that ask for a password, by qpdf. */
function locked(folder: string): readonly Hostile[] {
  const sources = readdirSync(LAYOUTS)
    .filter((name) => name.endsWith(".pdf"))
    .slice(0, 6);
  return sources.flatMap((name) =>
    ["128", "256"].map((bits) => {
      const target = join(folder, `locked-${bits}-${name}`);
      execFileSync("qpdf", [
        ...(bits === "128" ? ["--allow-weak-crypto"] : []),
        "--encrypt",
        "secret",
        "owner",
        bits,
        ...(bits === "128" ? ["--use-aes=y"] : []),
        "--",
        join(LAYOUTS, name),
        target,
      ]);
      return { name: basename(target), bytes: readFileSync(target) };
    }),
  );
}

function hostileFiles(folder: string, count: number): readonly Hostile[] {
  const random = createRandom(1);
  const sound = readdirSync(LAYOUTS)
    .filter((name) => /\.(?:pdf|docx)$/u.test(name))
    .map((name) => ({ name, bytes: readFileSync(join(LAYOUTS, name)) }));
  const files: Hostile[] = [...brokenPdfs(), ...brokenArchives(), ...locked(folder)];
  for (const { name, bytes } of sound)
    for (const ending of ["epub", "html", "txt", name.endsWith(".pdf") ? "docx" : "pdf"])
      files.push({ name: `wrong-${name}.${ending}`, bytes });
  for (let i = 0; i < 40; i++) {
    const bytes = Buffer.from(
      Array.from({ length: 1 + Math.floor(random() * 4000) }, () => Math.floor(random() * 256)),
    );
    files.push({
      name: `noise-${i}.${["pdf", "docx", "epub", "html"][i % 4]}`,
      bytes: i < 4 ? Buffer.alloc(0) : bytes,
    });
  }
  for (let i = 0; files.length < count; i++) {
    const { name, bytes } = sound[i % sound.length] ?? { name: "", bytes: Buffer.alloc(0) };
    files.push({
      name: `cut-${i}-${name}`,
      bytes: bytes.subarray(0, Math.floor(random() * (bytes.length - 30))),
    });
  }
  return files;
}

// Run in each process: how much memory it took at most.
const REPORT = `import { isMainThread } from "node:worker_threads"; if (isMainThread) process.on("exit", () => process.stderr.write("\\nkilobytes " + process.resourceUsage().maxRSS + "\\n"));`;

async function importOne(file: string, to: string, report: string) {
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", report, "src/cli/ibid.js", "import", file, "--to", to], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.on("data", (data) => {
    output += data;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const kilobytes = Number(/kilobytes (\d+)/u.exec(output)?.[1] ?? Number.POSITIVE_INFINITY);
  const sentence = output.replace(/^ibid: page .*$|\nkilobytes.*$/gmu, "").trim();
  return { code, kilobytes, sentence, seconds: (performance.now() - began) / 1000 };
}

export async function importHostileFiles(count = 300): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hostile-"));
  const [to, report] = [join(folder, "out"), join(folder, "report.mjs")];
  mkdirSync(to);
  writeFileSync(report, REPORT);
  const worst = { seconds: 0, kilobytes: 0 };
  let bad = 0;
  const files = hostileFiles(folder, count);
  for (const { name, bytes } of files) {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const { code, kilobytes, sentence, seconds } = await importOne(path, to, report);
    worst.seconds = Math.max(worst.seconds, seconds);
    worst.kilobytes = Math.max(worst.kilobytes, kilobytes);
    const isRefused = code === 1 && /^ibid: .+\.$/su.test(sentence) && !/\n\s+at /u.test(sentence);
    const isWritten = readdirSync(to).some((one) => one.endsWith(".md") && !one.endsWith(".import.md"));
    if (isRefused && !isWritten && kilobytes <= MAX_KILOBYTES && seconds <= MAX_SECONDS) continue;
    bad++;
    process.stdout.write(
      `${name}: exit code ${code}, ${seconds.toFixed(1)} s, ${Math.round(kilobytes / 1024)} MB${isWritten ? ", written" : ""}: ${sentence.slice(0, 300)}\n`,
    );
    if (isWritten) for (const one of readdirSync(to)) execFileSync("rm", [join(to, one)]);
  }
  process.stdout.write(
    `${files.length} files, ${bad} not as they should be; at most ${worst.seconds.toFixed(1)} s and ${Math.round(worst.kilobytes / 1024)} MB.\n`,
  );
}
