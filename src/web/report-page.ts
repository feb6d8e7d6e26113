// The pages as HTML. `html` escapes everything that is put into it.
import { html } from "hono/html";
import { label, noteForm, place, sourceLine } from "#bot/citation-format.ts";
import { cite, citeReport } from "#domain/citation.ts";
import { type Library, type Paragraph, paragraphsOf, type Report, type Span } from "#domain/report.ts";
import { paragraphPath, reportPath } from "./links.ts";
import { type Notes, notesOf } from "./notes.ts";

export type Html = ReturnType<typeof html>;

/** `origin`: where the pages are reached from outside, without a final slash. */
export type PageContext = Readonly<{ library: Library; today: Date; origin: string }>;

function document(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
<script src="/copy.js" defer></script>
</head>
<body>
${body}
<p id="told" role="status"></p>
</body>
</html>
`;
}

/** One page for everything that is not there, whatever the reason. `platform`: with whose account one may sign in. */
export function notFoundPage(platform?: string): Html {
  return messagePage("Not found", "There is no such page, or it may not be read from here.", platform);
}

export function messagePage(title: string, message: string | Html, platform?: string): Html {
  // The form is sent to the address of the page itself, so that what was asked for is known after signing in.
  const form =
    platform === undefined ? "" : html`<form method="post"><button>Sign in with ${platform}</button></form>`;
  return document(title, html`<main><h1>${title}</h1><p>${message}</p>${form}</main>`);
}

export function libraryPage({ library, today }: PageContext): Html {
  const items = library.reports.map(
    (report) =>
      html`<li><a href="${reportPath(report.id)}">${sourceLine(citeReport(report, library), today)}</a></li>`,
  );
  return document("Reports", html`<main><h1>Reports</h1><ul>${items}</ul></main>`);
}

/** The whole report. */
export function reportPage(report: Report, context: PageContext): Html {
  const contents = report.sections.flatMap(({ heading, paragraphs }) => {
    const [first] = paragraphs;
    return heading === "" || first === undefined
      ? []
      : [html`<li><a href="#c-${first.code}">${heading}</a></li>`];
  });
  const notes = notesOf(report);
  let page: string | undefined;
  const shown = (paragraph: Paragraph) => {
    const [first = page] = paragraph.pages ?? [];
    const turn = first === page ? "" : html`<p class="quiet page">Page ${first}</p>`;
    page = paragraph.pages?.at(-1) ?? first;
    return html`${turn}${article(paragraph, notes)}`;
  };
  const sections = report.sections.map(
    ({ heading, paragraphs }) =>
      html`<section>${heading === "" ? "" : html`<h2>${heading}</h2>`}${paragraphs.map(shown)}</section>`,
  );
  return document(
    report.title,
    html`${head(report, context)}<nav aria-label="Contents"><ul>${contents}</ul></nav><main>${sections}</main>`,
  );
}

export type Shown = Readonly<{
  paragraph: Paragraph;
  /** The sentence to mark. */
  marked?: Span;
  /** Said above the paragraph. */
  note?: string;
}>;

const NEIGHBOURS = 2;

/** A paragraph with the two before and after it. */
export function paragraphPage(report: Report, shown: Shown, context: PageContext): Html {
  const { paragraph, note } = shown;
  const all = paragraphsOf(report);
  const { ordinal } = paragraph;
  const near = all.slice(Math.max(0, ordinal - 1 - NEIGHBOURS), ordinal + NEIGHBOURS);
  const [before, after] = [all[ordinal - 2], all[ordinal]];
  const citation = cite(paragraph, context.library);
  const notes = notesOf(report);
  const steps = html`<nav class="steps" aria-label="Paragraphs">
${before === undefined ? "" : html`<a rel="prev" href="${paragraphPath(before)}">Previous: ${label(before)}</a>`}
${after === undefined ? "" : html`<a rel="next" href="${paragraphPath(after)}">Next: ${label(after)}</a>`}
<a href="${reportPath(report.id)}#c-${paragraph.code}">Whole report</a>
</nav>`;
  return document(
    `${label(paragraph)}, ${report.title}`,
    html`${head(report, context)}<main>
${note === undefined ? "" : html`<p><strong>${note}</strong></p>`}
<p class="quiet">${place(citation)}</p>
${near.map((one) => article(one, notes, one === paragraph ? shown : undefined))}
<p><button type="button" hidden data-copy="${noteForm(citation)}">Copy citation</button>
<button type="button" hidden data-copy="${context.origin}${paragraphPath(paragraph)}">Copy link</button></p>
${steps}</main>`,
  );
}

/** What a search within the report has found, the best first. */
export function searchPage(
  report: Report,
  { question, found }: Readonly<{ question: string; found: readonly Paragraph[] }>,
  context: PageContext,
): Html {
  const items = found.map(
    (paragraph) =>
      html`<li><a href="${paragraphPath(paragraph)}">${place(cite(paragraph, context.library))}</a><br>${paragraph.text}</li>`,
  );
  const result =
    items.length === 0
      ? html`<p>Nothing was found in this report.</p>`
      : html`<ol class="found">${items}</ol>`;
  return document(
    `${question}, ${report.title}`,
    html`${head(report, context, question)}<main><h2>Found</h2>${result}</main>`,
  );
}

function head(report: Report, { library, today }: PageContext, question = ""): Html {
  const citation = citeReport(report, library);
  return html`<header>
<p><a href="/">Reports</a></p>
<h1><a href="${reportPath(report.id)}">${report.title}</a></h1>
<p class="quiet">${citation.tlp === undefined ? "" : html`<span class="label">${citation.tlp}</span> `}${sourceLine(citation, today)}</p>
<form role="search" action="${reportPath(report.id)}">
<input type="search" name="q" value="${question}" maxlength="500" required aria-label="Search in this report">
<button>Search</button>
</form>
</header>`;
}

/** A paragraph's own words, nothing between them but the mark and the links of notes. */
function article(paragraph: Paragraph, notes: Notes, shown?: Shown): Html {
  const { text, code } = paragraph;
  const referrer = notes.referrerOf(paragraph);
  const back =
    referrer === undefined
      ? ""
      : html`<p class="quiet"><a href="${paragraphPath(referrer)}">Referred to in ${label(referrer)}</a></p>`;
  const words = (from: number, to?: number) =>
    notes
      .piecesOf(paragraph, text.slice(from, to))
      .map(({ text: piece, note }) =>
        note === undefined
          ? piece
          : html`<a href="${paragraphPath(note)}" aria-label="Note ${note.note ?? ""}">${piece}</a>`,
      );
  const { start, end } = shown?.marked ?? { start: 0, end: 0 };
  const marked = end > start ? html`<mark>${words(start, end)}</mark>` : "";
  return html`<article id="c-${code}"${shown === undefined ? "" : html` class="asked" aria-current="true"`}>
<p class="quiet"><a href="${paragraphPath(paragraph)}">${label(paragraph)}</a></p>
<p>${words(0, start)}${marked}${words(end)}</p>
${back}</article>`;
}
