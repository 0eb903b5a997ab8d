// What HTML, CSS and htmx cannot: nothing here is needed to read, ask or share.
"use strict";
document.documentElement.classList.add("js"); // hides what only serves without JavaScript, before the first paint

const within = (event, selector) => event.target.closest?.(selector);

// A footnote opens at its mark; without this the mark is a plain link and :target shows the note.
document.addEventListener("click", (event) => {
  const close = within(event, ".notes .close");
  if (close?.closest(":popover-open")) {
    event.preventDefault();
    close.closest("[popover]").hidePopover();
  }
  const mark = within(event, 'td a[href^="#fn-"], .cards a[href^="#fn-"]');
  const note = mark && document.querySelector(mark.hash);
  if (!note?.showPopover) return;
  event.preventDefault();
  note.popover = "auto";
  note.showPopover({ source: mark });
  note.addEventListener("toggle", (change) => {
    if (change.newState !== "closed") return;
    note.removeAttribute("popover");
    mark.focus({ preventScroll: true });
  });
});

// A need is added by its button: its fields make sense only together.
document.addEventListener(
  "change",
  (event) => {
    if (event.target.name?.startsWith("need-")) event.stopPropagation();
  },
  true,
);

// The morph changes attributes; a control that was touched shows its own state until it is told. The field in use
// keeps what is being typed.
document.addEventListener("htmx:after:swap", () => {
  for (const control of document.forms.state?.elements ?? []) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = control.defaultChecked;
    else if (control.tagName === "INPUT" && control !== document.activeElement) control.value = control.defaultValue;
    else if (control.tagName === "SELECT")
      for (const option of control.options) option.selected = option.defaultSelected;
  }
  const next = document.querySelector("details.q.next");
  if (next && next.id !== opened) next.open = true;
  opened = next?.id;
});
let opened;
document.addEventListener("DOMContentLoaded", () => {
  // On wide screens the guide stands open; a closed fold would hide it from assistive technology.
  const guide = document.getElementById("guide");
  if (guide) guide.open = matchMedia("(width >= 64rem)").matches;
  opened = document.querySelector("details.q.next")?.id;
});

// --- Lean updates: what a fragment brings unchanged is neither parsed nor compared again -------------------------

const parts = /<(tr|section|details)( class="[^"]*")? id="([\w-]+)".*?<\/\1>/gs;
let shown = new Map();
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.request.headers["HX-History-Restore-Request"] || ctx.target !== document.body) return;
  ctx.parts = new Map();
  ctx.text = ctx.text.replace(parts, (html, tag, _, id) => {
    ctx.parts.set(id, html);
    return shown.get(id) === html ? `<${tag} id="${id}" data-same></${tag}>` : html;
  });
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  shown = ctx.parts ?? new Map();
});
document.addEventListener("DOMContentLoaded", () => {
  htmx.registerExtension("same", { htmx_before_morph_node: (_old, detail) => !detail.newNode.hasAttribute?.("data-same") });
  document.addEventListener("click", (event) => {
    const link = within(event, 'main a[href^="/?"], main a[href="/"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    htmx.ajax("GET", link.getAttribute("href"), { source: "#state", target: "body", swap: "innerMorph" });
  });
});
