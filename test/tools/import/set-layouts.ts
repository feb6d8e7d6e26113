// Sets the known report in its layouts, with headless Chromium and LibreOffice, and stores what pdftotext reads in each.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { lettersOf } from "#importing/letters.ts";
import { blocksOf, type KnownBlock, LAYOUTS, type Layout, NOTES } from "#test/support/known-report.ts";

const FOLDER = "test/support/fixtures/importing/layouts";
const HEAD = "Studies of the Coast, No. 7";
const TABLE_STYLE = "border-collapse: separate; border-spacing: 0 2pt";

function html(layout: Layout): string {
  const boxes = layout.hasHeads
    ? `@top-center { content: "${HEAD}"; font-size: 8pt } @bottom-center { content: counter(page); font-size: 8pt }`
    : "";
  const columns = layout.columns === 2 ? "columns: 2; column-gap: 24pt;" : "";
  const justify = layout.isHyphenated ? "text-align: justify;" : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>The Harbour</title><style>
@page { size: ${SIZES[layout.page].slice(0, 2).join(" ")}; margin: ${SIZES[layout.page][2]}; ${boxes} }
body { font: 10.5pt/1.35 "Liberation Serif"; margin: 0; ${columns} ${justify} }
h2 { font-size: 16pt } h3 { font-size: 13pt } p { margin: 0 0 8pt } table { ${TABLE_STYLE}; margin: 0 0 8pt }
/* As text: what a browser draws for the usual bullets is no letter of the file. */
ul { list-style: "\\2022\\a0" } ul ul { list-style: "\\2013\\a0" }
td, th { padding: 0 24pt 0 0; text-align: left }
</style><body>${bodyOf(blocksOf(layout), layout)}</body></html>`;
}

function bodyOf(blocks: readonly KnownBlock[], { isHyphenated }: Layout): string {
  const escaped = (text: string) => {
    const safe = text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;");
    // Where English words may be broken; Debian's Chromium has no dictionary for it.
    return isHyphenated
      ? safe.replace(/(\p{Ll}{3,}?[aeiou][bcdfgklmnprst])([bcdfgklmnprst]\p{Ll}{3,})/gu, "$1&shy;$2")
      : safe;
  };
  let open = 0;
  const depth = (wanted: number) => {
    let tags = "";
    for (; open < wanted; open++) tags += "<ul><li>";
    for (; open > wanted; open--) tags += "</li></ul>";
    return tags;
  };
  const parts = blocks.map((block) => {
    if (block.kind === "item") {
      const next = block.depth <= open ? `${depth(block.depth)}</li><li>` : depth(block.depth);
      return next + escaped(block.text);
    }
    const end = depth(0);
    if (block.kind === "heading")
      return `${end}<h${block.level + 1}>${escaped(block.text)}</h${block.level + 1}>`;
    if (block.kind === "paragraph") return `${end}<p>${escaped(block.text)}</p>`;
    const rows = block.rows.map((row, i) => {
      const tag = i === 0 ? "th" : "td";
      return `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
    });
    return `${end}<table>${rows.join("")}</table>`;
  });
  return parts.join("\n") + depth(0);
}

const NAMESPACES = ["office", "text", "style", "fo", "table", "svg"]
  .map((name) => {
    const of = name === "fo" || name === "svg" ? `${name === "fo" ? "xsl-fo" : name}-compatible` : name;
    return `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${of}:1.0"`;
  })
  .join(" ");

const SIZES = {
  A4: ["210mm", "297mm", "25mm"],
  A5: ["148mm", "210mm", "16mm"],
  A6: ["105mm", "148mm", "14mm"],
} as const;

/** An OpenDocument text in one XML file. */
function fodt(layout: Layout): string {
  const [width, height, margin] = SIZES[layout.page];
  const columns = layout.columns === 2 ? '<style:columns fo:column-count="2" fo:column-gap="9mm"/>' : "";
  const heads = layout.hasHeads
    ? `<style:header><text:p text:style-name="Small">${HEAD}</text:p></style:header><style:footer><text:p text:style-name="Small">Page <text:page-number/> of <text:page-count/></text:p></style:footer>`
    : "";
  const headStyles = layout.hasHeads
    ? '<style:header-style><style:header-footer-properties fo:min-height="8mm" fo:margin-bottom="3mm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="8mm" fo:margin-top="3mm"/></style:footer-style>'
    : "";
  const broken = layout.isHyphenated
    ? 'fo:hyphenate="true" fo:hyphenation-remain-char-count="3" fo:hyphenation-push-char-count="3"'
    : "";
  const justify = layout.isHyphenated ? 'fo:text-align="justify"' : "";
  const paragraph = (name: string, properties: string, text: string, attributes = "") =>
    `<style:style style:name="${name}" style:family="paragraph" ${attributes}><style:paragraph-properties ${properties}/><style:text-properties ${text}/></style:style>`;
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Serif" svg:font-family="'Liberation Serif'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="Serif" fo:font-size="10.5pt" fo:language="en" fo:country="US"/></style:default-style>
${paragraph("Standard", 'fo:margin-bottom="0mm"', "")}
${paragraph("Body", `fo:margin-bottom="3mm" ${justify}`, broken, 'style:parent-style-name="Standard"')}
${paragraph("Heading_20_1", 'fo:margin-top="5mm" fo:margin-bottom="2.5mm" fo:keep-with-next="always"', 'fo:font-size="16pt" fo:font-weight="bold"', 'style:display-name="Heading 1" style:default-outline-level="1"')}
${paragraph("Heading_20_2", 'fo:margin-top="4mm" fo:margin-bottom="2mm" fo:keep-with-next="always"', 'fo:font-size="13pt" fo:font-weight="bold"', 'style:display-name="Heading 2" style:default-outline-level="2"')}
${paragraph("Footnote", "", 'fo:font-size="8.5pt"')}
${paragraph("Small", 'fo:text-align="center"', 'fo:font-size="8pt"')}
<text:notes-configuration text:note-class="footnote" text:default-style-name="Footnote" style:num-format="1" text:start-numbering-at="document"/>
</office:styles>
<office:automatic-styles>
<text:list-style style:name="L">${[1, 2].map((level) => `<text:list-level-style-bullet text:level="${level}" text:bullet-char="\u2022"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-6mm" fo:margin-left="${level * 8}mm"/></style:list-level-properties></text:list-level-style-bullet>`).join("")}</text:list-style>
<style:style style:name="Table" style:family="table"><style:table-properties style:width="80mm" table:align="left"/></style:style>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="${width}" fo:page-height="${height}" fo:margin="${margin}">${columns}</style:page-layout-properties>${headStyles}</style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">${heads}</style:master-page></office:master-styles>
<office:body><office:text>${officeBody(blocksOf(layout))}</office:text></office:body></office:document>`;
}

function officeBody(blocks: readonly KnownBlock[]): string {
  const words = (text: string) =>
    text
      .replace(/&/gu, "&amp;")
      .replace(/</gu, "&lt;")
      .replace(/\[\^(\d)\]/gu, (_, mark) => {
        const note = (NOTES[mark] ?? "").replace(/&/gu, "&amp;");
        return `<text:note text:id="n${mark}" text:note-class="footnote"><text:note-citation>${mark}</text:note-citation><text:note-body><text:p text:style-name="Footnote">${note}</text:p></text:note-body></text:note>`;
      });
  const item = (text: string) => `<text:p text:style-name="Standard">${words(text)}</text:p>`;
  const lists: string[] = [];
  const flush = () => {
    if (lists.length === 0) return "";
    return `<text:list text:style-name="L">${lists.splice(0).join("")}</text:list>`;
  };
  const parts = blocks.map((block) => {
    if (block.kind === "item") {
      if (block.depth === 1) lists.push(`<text:list-item>${item(block.text)}</text:list-item>`);
      else {
        const inner = `<text:list><text:list-item>${item(block.text)}</text:list-item></text:list></text:list-item>`;
        lists.push(
          (lists.pop() ?? "").replace(/(?:<\/text:list>)?<\/text:list-item>$/u, (end) =>
            end.startsWith("</text:list>") ? inner.replace("<text:list>", "") : inner,
          ),
        );
      }
      return "";
    }
    const before = flush();
    if (block.kind === "heading")
      return `${before}<text:h text:style-name="Heading_20_${block.level}" text:outline-level="${block.level}">${words(block.text)}</text:h>`;
    if (block.kind === "paragraph")
      return `${before}<text:p text:style-name="Body">${words(block.text)}</text:p>`;
    const rows = block.rows.map(
      (row) =>
        `<table:table-row>${row.map((cell) => `<table:table-cell><text:p text:style-name="Standard">${words(cell)}</text:p></table:table-cell>`).join("")}</table:table-row>`,
    );
    return `${before}<table:table table:style-name="Table"><table:table-column table:number-columns-repeated="3"/>${rows.join("")}</table:table><text:p text:style-name="Standard"/>`;
  });
  return parts.join("") + flush();
}

async function print(layout: Layout, folder: string, browser: Browser): Promise<string> {
  const target = join(folder, `${layout.name}.pdf`);
  const page = await browser.newPage();
  await page.setContent(html(layout));
  await page.pdf({ path: target, preferCSSPageSize: true, tagged: layout.isTagged });
  await page.close();
  return target;
}

function typeset(layout: Layout, folder: string): string {
  const source = join(folder, `${layout.name}.fodt`);
  writeFileSync(source, fodt(layout));
  const filter =
    layout.format === "docx"
      ? "docx"
      : `pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"${layout.isTagged}"},"ExportBookmarks":{"type":"boolean","value":"false"}}`;
  execFileSync(
    "soffice",
    [
      "--headless",
      `-env:UserInstallation=file://${join(folder, "office")}`,
      "--convert-to",
      filter,
      "--outdir",
      folder,
      source,
    ],
    { stdio: "ignore" },
  );
  return join(folder, `${layout.name}.${layout.format}`);
}

export async function setLayouts(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "layouts-"));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  for (const layout of LAYOUTS) {
    const made = layout.by === "chromium" ? await print(layout, folder, browser) : typeset(layout, folder);
    const target = resolve(FOLDER, `${layout.name}.${layout.format}`);
    const bytes = readFileSync(made);
    writeFileSync(target, bytes);
    // Of the whole file: its letters in the order in which another program finds them.
    if (layout.format === "pdf")
      writeFileSync(
        target.replace(/\.pdf$/u, ".letters"),
        `${lettersOf(execFileSync("pdftotext", [made, "-"], { encoding: "utf8" }))}\n`,
      );
    process.stdout.write(`${target}: ${Math.round(bytes.length / 1024)} kB\n`);
  }
  await browser.close();
}
