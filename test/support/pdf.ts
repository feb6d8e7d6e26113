// A PDF made of words at given places, in Helvetica.

export type Word = Readonly<{
  text: string;
  x: number;
  y: number;
  size?: number;
  bold?: boolean;
  invisible?: boolean;
  /** Marked as no part of the text. */
  artifact?: boolean;
}>;

/** One list of words a page, in points from the lower left corner of 612 by 792. `scanned`: upon a picture of the page. */
export function createPdf(
  pages: readonly (readonly Word[])[],
  { scanned = false }: Readonly<{ scanned?: boolean }> = {},
): Uint8Array {
  const picture = scanned ? "q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u0080 EI Q\n" : "";
  const streams = pages.map((words) => picture + words.map(drawn).join("\n"));
  const first = 5;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${first + 2 * i} 0 R`).join(" ")}] >>`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    ...streams.flatMap((stream, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${first + 2 * i + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    ]),
  ];
  return pdfOf(objects);
}

/** A PDF of these objects, numbered from 1; the first is its catalog. */
export function pdfOf(objects: readonly string[]): Uint8Array {
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

function font(name: string): string {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

function drawn({ text, x, y, size = 11, bold = false, invisible = false, artifact = false }: Word): string {
  const escaped = text.replace(/[\\()]/gu, "\\$&");
  const shown = `BT /F${bold ? 2 : 1} ${size} Tf ${invisible ? 3 : 0} Tr 1 0 0 1 ${x} ${y} Tm (${escaped}) Tj ET`;
  return artifact ? `/Artifact BMC ${shown} EMC` : shown;
}
