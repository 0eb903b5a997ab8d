// The grid as a spreadsheet: keys, pasting, undo, and a check by the server while it is typed.
// Without this it is a form with buttons, and does the same.
import { add } from "./said.js";

/** @typedef {HTMLInputElement} Cell */

const form = () => /** @type {HTMLFormElement} */ (document.getElementById("grid"));
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const say = (/** @type {string} */ text) => (find("grid-status").textContent = text);
const byName = (/** @type {string} */ name) => /** @type {Cell | null} */ (form().elements.namedItem(name));
const shown = () => /** @type {NodeListOf<Cell>} */ (form().querySelectorAll("input[name], textarea[name]"));
/** @param {EventTarget | null} target @returns {Cell | null} */
const cellOf = (target) =>
  target instanceof HTMLInputElement && target.matches("#grid table :is(input.cell, input.name)") ? target : null;

// --- Moving: a cell is either gone to (all of it selected) or edited (the caret moves in it) ----------------
/** @type {Cell | null} the cell that is edited */
let editing = null;
let before = ""; // what it held when it was gone to

// A page of something that was sent and isn't saved: previewed, or refused. What could be undone before, still can be.
const carriesOn = Boolean(document.querySelector("#grid .changed, #grid .told"));
const UNDO = `undo ${location.pathname}`;
/** @type {[string, string][][]} what to undo: lists of names, and texts before */
const undone = carriesOn ? JSON.parse(sessionStorage.getItem(UNDO) ?? "[]") : [];
addEventListener("pagehide", () => sessionStorage.setItem(UNDO, JSON.stringify(undone)));

/** @param {Element | undefined} box @returns {Cell | null | undefined} */
const inputOf = (box) => box?.querySelector(":scope > input.cell, :scope > input.name");

/** @param {Cell} cell @param {number} down @param {number} right */
function neighbour(cell, down, right) {
  const box = /** @type {HTMLTableCellElement} */ (cell.closest("td, th"));
  const rows = [...(box.closest("table")?.rows ?? [])];
  const row = rows.indexOf(/** @type {HTMLTableRowElement} */ (box.parentElement)) + down;
  const column = box.cellIndex + right;
  const found = inputOf(rows[row]?.cells[column]);
  return found ?? (right ? null : inputOf(rows[row + down]?.cells[column]));
}

/** @param {Cell | null | undefined} cell */
function go(cell) {
  if (!cell) return;
  cell.focus();
  cell.select();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** @param {Cell} cell */
function keep(cell) {
  if (cell.value !== before) undone.push([[cell.name, before]]);
  before = cell.value;
  editing = null;
}

document.addEventListener("focusin", ({ target }) => {
  const cell = cellOf(target);
  if (!cell) return;
  before = cell.value;
  editing = null;
  cell.select();
  check(); // and how it reads
});
document.addEventListener("focusout", ({ target }) => {
  const cell = cellOf(target);
  if (cell) keep(cell);
});
document.addEventListener("dblclick", ({ target }) => {
  editing = cellOf(target) ?? editing;
});

/** @type {Record<string, [number, number]>} */
const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.isComposing) return;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key in arrows && plain && !event.shiftKey && editing !== cell) {
    event.preventDefault();
    go(neighbour(cell, ...arrows[event.key]));
  } else if (event.key === "Enter") {
    event.preventDefault(); // never sends the form
    if (editing === cell || event.shiftKey) {
      keep(cell);
      go(neighbour(cell, event.shiftKey ? -1 : 1, 0) ?? cell);
    } else edit(cell);
  } else if (event.key === "F2") {
    event.preventDefault();
    (event.shiftKey ? add : edit)(cell);
  } else if (event.key === "Escape") {
    cell.value = before;
    editing = null;
    cell.select();
    check();
  } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && editing !== cell) {
    event.preventDefault();
    undo();
  }
});

/** @param {Cell} cell */
function edit(cell) {
  editing = cell;
  cell.setSelectionRange(cell.value.length, cell.value.length);
}

function undo() {
  const last = undone.pop();
  if (!last) return say("Nothing to undo.");
  for (const [name, text] of last) Object.assign(byName(name) ?? {}, { value: text });
  const cell = byName(last[0][0]);
  before = cell?.value ?? "";
  go(cell);
  say(`Undone: ${last.length} cell${last.length === 1 ? "" : "s"}.`);
  check();
}

// --- Pasting a block ----------------------------------------------------------------------------------------
/** Rows by lines, cells by tabs; a spreadsheet quotes what holds either, or a quotation mark. @param {string} text */
function block(text) {
  let row = /** @type {string[]} */ ([]);
  const rows = [row];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  while (pattern.lastIndex < text.length) {
    const [, quoted, bare, end] = pattern.exec(text) ?? ["", undefined, text.slice(pattern.lastIndex), ""];
    row.push((quoted?.replaceAll('""', '"') ?? bare).replace(/\s+/g, " ").trim());
    if (end === "") return rows;
    if (end === "\t" && pattern.lastIndex === text.length) row.push("");
    if (end === "\t") continue;
    row = [];
    rows.push(row);
  }
  if (row.length === 0) rows.pop();
  return rows;
}

document.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const first = cellOf(event.target);
  if (!first || !/[\t\n\r]/.test(text)) return;
  event.preventDefault();
  const rows = block(text);
  /** @type {[string, string][]} */
  const changed = [];
  let left = 0;
  /** @type {Cell | null | undefined} */
  let start = first;
  start.value = before;
  for (const [at, texts] of rows.entries()) {
    let cell = start;
    for (const value of texts) {
      if (cell) {
        changed.push([cell.name, cell.value]);
        cell.value = value;
        cell = neighbour(cell, 0, 1);
      } else left += 1;
    }
    if (at < rows.length - 1) start = start && neighbour(start, 1, 0);
  }
  undone.push(changed);
  before = first.value;
  editing = null;
  const over = left ? ` ${left} did not fit the table and are left out.` : "";
  say(`Pasted ${changed.length} cells; Ctrl Z takes them back.${over}`);
  check();
});

// --- The server's check ----------------------------------------------------------------------------------------
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** @type {AbortController | undefined} */
let asked;

function check() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 250);
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const at = cellOf(document.activeElement);
  const data = new FormData(form());
  data.set("at", at?.name ?? "");
  try {
    const response = await fetch(form().dataset.check ?? "", { method: "POST", body: data, signal: asked.signal });
    if (response.redirected || !response.ok) throw new Error(String(response.status));
    show(await response.json(), at);
  } catch (error) {
    if (/** @type {Error} */ (error).name !== "AbortError")
      say("Not checked: the server can't be asked now. If you were logged out, log in in another tab first.");
  }
}

/**
 * @param {{ errors: Record<string, string>, changed: string[], effects: string, reading?: string }} answer
 * @param {Cell | null} at
 */
function show(answer, at) {
  find("effects").innerHTML = answer.effects; // escaped by the server's template
  if (answer.reading) {
    find("reading").innerHTML = answer.reading;
    find("reading-place").textContent = at?.ariaLabel ?? "";
  }
  const changed = new Set(answer.changed);
  for (const element of shown()) {
    if (element.type === "hidden" || element.type === "radio") continue;
    element.classList.toggle("changed", changed.has(element.name));
    mark(element, answer.errors[element.name]);
  }
}

/** @param {Cell} element @param {string | undefined} message */
function mark(element, message) {
  const id = `error-${element.name}`;
  let told = document.getElementById(id);
  if (!message) {
    if (!told) return;
    told.remove();
    element.removeAttribute("aria-invalid");
    element.removeAttribute("aria-describedby");
    return;
  }
  if (!told) {
    told = document.createElement("small");
    told.className = "error";
    told.id = id;
    (element.closest("label") ?? element).after(told);
  }
  if (told.textContent !== message) told.textContent = message;
  element.setAttribute("aria-invalid", "true");
  element.setAttribute("aria-describedby", id);
}

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof Node && form()?.contains(target))) return;
  editing = cellOf(target) ?? editing;
  check();
});

// --- Removing, adding, moving: at once, without losing one's place ----------------------------------------------
document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement && target.name.endsWith(":gone")) || target.name.startsWith("col:")) return;
  target.closest("tr, .footnote")?.classList.toggle("gone", target.checked);
});

document.addEventListener("submit", async (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (event.target !== form()) return;
  // Who has logged in again in another tab has a new token.
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) Object.assign(byName("csrfmiddlewaretoken") ?? {}, { value: token[1] });
  if (!/^(add|up|down):/.test(button?.value ?? "")) {
    sent = true;
    return;
  }
  event.preventDefault();
  const frame = () => /** @type {Element} */ (document.querySelector("#grid .frame"));
  const { scrollLeft, scrollTop } = frame();
  try {
    const response = await fetch(location.href, { method: "POST", body: new FormData(form(), button) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.getElementById("grid");
    if (!next) throw new Error();
    form().replaceWith(document.adoptNode(next));
    rearranged = true;
    frame().scrollTo(scrollLeft, scrollTop);
    const name = /** @type {HTMLElement | null} */ (next.querySelector("[autofocus]"));
    // The menu of what has moved stays open, and the button in hand.
    const again = [...next.querySelectorAll("button")].find((each) => each.value === button?.value);
    (name ?? again)?.focus();
    (name ?? again)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  } catch {
    say("Not done: the server can't be asked now.");
  }
});

// One menu at a time; Escape or a click beside it closes it.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("#grid details.menu[open]"))
    if (!(target instanceof Node && menu.contains(target)) && !menu.querySelector(".error, .conflict"))
      menu.removeAttribute("open");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(event.target instanceof Element)) return;
  const menu = event.target.closest("#grid details.menu[open]");
  menu?.removeAttribute("open");
  menu?.querySelector("summary")?.focus();
});

// --- Leaving with something typed -----------------------------------------------------------------------------
let rearranged = carriesOn;
let sent = false; // on purpose
addEventListener("beforeunload", (event) => {
  const typed = [...shown()].some((it) =>
    ["checkbox", "radio"].includes(it.type) ? it.checked !== it.defaultChecked : it.value !== it.defaultValue,
  );
  if (!sent && (rearranged || typed)) event.preventDefault();
});
