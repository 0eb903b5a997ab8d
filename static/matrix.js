// What HTML, CSS and htmx cannot, on every page: nothing here is needed to read, ask or share.
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
  const back = within(event, ".notes :popover-open a[href^='#']:not(.close)");
  if (back) {
    const note = back.closest("[popover]");
    note.ontoggle = null; // the focus goes on to the row
    note.removeAttribute("popover");
  }
  const mark = within(event, 'td a[href^="#fn-"], .cards a[href^="#fn-"]');
  const note = mark && document.querySelector(mark.hash);
  if (!note?.showPopover) return;
  event.preventDefault();
  note.popover = "auto";
  note.showPopover({ source: mark });
  note.ontoggle = ({ newState }) => {
    if (newState !== "closed") return;
    const stays = document.activeElement === document.body || note.contains(document.activeElement);
    note.removeAttribute("popover");
    if (stays) mark.focus({ preventScroll: true }); // else the reader has gone on elsewhere
  };
});

// --- Keys ----------------------------------------------------------------------------------------------------------

const typing = (element) => element.matches?.("input:not([type=radio], [type=checkbox]), select, textarea");
const say = (text) => (document.getElementById("said").textContent = text);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const { key, target } = event;
  if (key === "Escape") return close(target);
  if (typing(target)) return;
  const search = document.getElementById("q");
  const keys = document.getElementById("keys");
  if (key === "/" && search && !keys.open) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (key === "?" && keys) {
    if (!keys.open) keys.showModal();
  } else if (step(key, target)) event.preventDefault();
});

// Escape closes the menu in use, else any open one, else the footnote that the address asks for.
function close(target) {
  const menu = target.closest?.("details[name][open]") ?? document.querySelector("details[name][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (document.querySelector(".notes li:target")) location.replace("#-");
}

// From a link in a table to the nearest cell with one: along the row, or in the same column.
const rows = { ArrowUp: -1, ArrowDown: 1 };
const cells = { ArrowLeft: -1, ArrowRight: 1, Home: -1, End: 1 };
function step(key, target) {
  const cell = target.closest?.(".matrix :is(th, td)");
  if (!cell || !(key in rows || key in cells)) return false;
  const all = [...cell.closest("table").rows];
  let [y, x] = [all.indexOf(cell.parentNode), cell.cellIndex];
  let link;
  if (key === "Home") x = -1;
  if (key === "End") x = cell.parentNode.cells.length;
  const turn = key === "Home" ? 1 : key === "End" ? -1 : cells[key];
  do {
    if (key in rows) y += rows[key];
    else x += turn;
    link = all[y]?.cells[x]?.querySelector("a");
  } while (!link && all[y]?.cells[x]);
  link?.focus();
  return true;
}

// A row that the address names comes into sight with its column's head: the frame first, then the row within it.
function settle() {
  const row = document.querySelector(".matrix tr:target");
  const frame = row?.closest(".frame");
  if (!frame || frame.scrollHeight <= frame.clientHeight) return;
  const head = row.closest("table").tHead.rows[0].cells[0];
  frame.scrollTop += row.getBoundingClientRect().top - frame.getBoundingClientRect().top - head.offsetHeight;
  frame.scrollIntoView();
}
addEventListener("hashchange", settle);
addEventListener("load", settle);

// --- Menus, copying, printing ----------------------------------------------------------------------------------------

// A menu closes where the reader goes on elsewhere. Enter in a field "clicks" the form's button: focus tells.
for (const kind of ["click", "focusin"])
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("details[name][open]"))
      if (!menu.contains(event.target) && !menu.contains(document.activeElement)) menu.open = false;
  });

// So does one whose link is followed to another state of this page.
document.addEventListener("click", (event) => {
  const menu = within(event, '.tools a[href^="/?"]')?.closest("details[name]");
  if (!menu) return;
  menu.querySelector("summary").focus({ preventScroll: true });
  menu.open = false;
});

document.addEventListener("click", (event) => {
  const button = within(event, "button");
  if (!button) return;
  if ("keys" in button.dataset) document.getElementById("keys").showModal();
  if ("print" in button.dataset) print();
  if (button.dataset.copy) copy(button, document.getElementById(button.dataset.copy).value);
  if (button.dataset.fetch) copy(button, fetch(button.dataset.fetch).then((answer) => answer.blob()));
});

async function copy(button, what) {
  let said = "Copied";
  try {
    // A promise, so that Safari still takes it for the click's own doing.
    const blob = Promise.resolve(what).then((text) => new Blob([text], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch {
    document.getElementById(button.dataset.copy)?.select();
    said = "Not allowed";
  }
  const label = button.textContent;
  if (label !== said) setTimeout(() => (button.textContent = label), 2000);
  button.textContent = said;
  say(said);
}

// What was refused for a moment is sent again after it; a little apart from what others send.
document.addEventListener("DOMContentLoaded", () => {
  const again = document.getElementById("again");
  if (again) setTimeout(() => again.requestSubmit(), 1000 * (Number(again.dataset.after) + Math.random()));
});

// On wide screens the guide stands open; a closed fold would hide it from assistive technology.
document.addEventListener("DOMContentLoaded", () => {
  const guide = document.getElementById("guide");
  if (guide) guide.open = matchMedia("(width >= 64rem)").matches;
});
