// What the pages load besides themselves, all of it from here: nothing comes from a third party.

export const STYLE = `
:root { color-scheme: light dark; --quiet: light-dark(#555, #aaa); --line: light-dark(#bbb, #555); --mark: light-dark(#ffe58a, #6b5600); }
html { background: light-dark(#fff, #1a1a1a); color: light-dark(#1a1a1a, #eee); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 44rem; font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: light-dark(#0645ad, #9ecbff); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid light-dark(#0645ad, #9ecbff); outline-offset: 2px; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: .5rem 0; }
h2 { font-size: 1.1rem; }
.quiet { color: var(--quiet); }
.label { font-weight: bold; border: 1px solid; padding: 0 .4em; }
article { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid transparent; }
article.asked { border-left-color: light-dark(#0645ad, #9ecbff); }
.page { border-top: 1px solid var(--line); }
article p { margin: .2rem 0; }
mark { background: var(--mark); color: inherit; }
nav ul, ol.found { padding-left: 1.2rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
input { flex: 1 1 12rem; min-width: 0; font: inherit; padding: .3rem; }
input, button { background: light-dark(#fff, #2a2a2a); color: inherit; border: 1px solid var(--line); }
button { font: inherit; padding: .3rem .7rem; }
.steps { display: flex; flex-wrap: wrap; gap: 1rem; border-top: 1px solid var(--line); padding-top: .5rem; }
@media print { form, nav, .steps, button { display: none; } body { max-width: none; } mark { background: none; text-decoration: underline; } }
`;

/** Shows the copy buttons, which do nothing without it. */
export const COPY_SCRIPT = `
const told = document.getElementById("told");
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(button.dataset.copy).then(
      () => { told.textContent = "Copied."; },
      () => { told.textContent = "The browser does not allow copying."; },
    );
  });
}
`;
