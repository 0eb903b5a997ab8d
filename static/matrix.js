// What HTML, CSS and htmx cannot, on every page: nothing here is needed to read, ask or share.

/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
const within = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
/** @type {(id: string) => any} */
const find = (id) => document.getElementById(id);

// A note opens at its mark, a footnote or what another source says; without this the mark is a plain link and :target shows the note.
document.addEventListener("click", (event) => {
  const close = within(event, ".notes .close");
  if (close) {
    event.preventDefault();
    const open = /** @type {HTMLElement | null} */ (close.closest(":popover-open"));
    if (open) open.hidePopover();
    else location.replace("#-"); // Back opens it no more
  }
  const back = within(event, ".notes :popover-open a[href^='#']:not(.close)");
  if (back) {
    const note = /** @type {HTMLElement} */ (back.closest("[popover]"));
    note.ontoggle = null; // the focus goes on to the row
    note.removeAttribute("popover");
  }
  const mark = within(event, ':is(td, .ifs, .verdicts, .dated, .relax) a:is([href^="#fn-"], [href^="#said-"])');
  const note = mark && find(mark.getAttribute("href")?.slice(1) ?? "");
  if (!note?.showPopover || matchMedia("(pointer: coarse)").matches) return; // by touch Back closes what the address asks for
  event.preventDefault();
  note.popover = "auto";
  note.showPopover({ source: mark });
  mark?.setAttribute("aria-expanded", "true");
  if (!event.detail) note.focus(); // by key: it is read, and its links come next
  note.ontoggle = (/** @type {ToggleEvent} */ { newState }) => {
    if (newState !== "closed") return;
    const stays = document.activeElement === document.body || note.contains(document.activeElement);
    note.removeAttribute("popover");
    mark?.removeAttribute("aria-expanded");
    if (stays) mark?.focus({ preventScroll: true }); // else the reader has gone on elsewhere
  };
});

// --- Keys ----------------------------------------------------------------------------------------------------------

const TYPING = "input:not([type=radio], [type=checkbox]), select, textarea";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const { key, target } = event;
  if (!(target instanceof Element)) return;
  if (key === "Escape") return close(target);
  if (target.matches(TYPING)) return;
  const [search, keys] = [find("q"), find("keys")];
  if (key === "/" && search && !keys.open) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (key === "?" && keys) {
    if (!keys.open) keys.showModal();
  } else if (step(key, target)) event.preventDefault();
});

/** The menu in use, else any open one, else the footnote that the address asks for. @param {Element} target */
function close(target) {
  const menu = target.closest("details[name][open]") ?? document.querySelector("details[name][open]");
  if (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  } else if (document.querySelector(".notes li:target")) location.replace("#-");
}

/** @type {Record<string, [number, number]>} rows, columns */
const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, 1],
  End: [0, -1],
};

/** From a link in a table to the nearest cell with one. @param {string} key @param {Element} target */
function step(key, target) {
  const cell = /** @type {HTMLTableCellElement | null} */ (target.closest(".matrix :is(th, td)"));
  const row = /** @type {HTMLTableRowElement | undefined} */ (cell?.parentNode);
  if (!cell || !row || !(key in STEPS)) return false;
  const all = [...(cell.closest("table")?.rows ?? [])];
  let [y, x] = [all.indexOf(row), cell.cellIndex];
  let link;
  if (key === "Home") x = -1;
  if (key === "End") x = row.cells.length;
  do {
    y += STEPS[key][0];
    x += STEPS[key][1];
    link = all[y]?.cells[x]?.querySelector("a");
  } while (!link && all[y]?.cells[x]);
  link?.focus();
  return true;
}

// A frame is scrolled to the link that has come into focus by key, or the deciding cell of the row that an address leads
// to, where it cuts them. Not by scrollIntoView: Tab would go on from there.
for (const [kind, selector] of [
  ["focusin", ":focus-visible"],
  ["load", "tr:target > td.no"],
  ["hashchange", "tr:target > td.no"],
])
  addEventListener(kind, () => {
    const cut = document.querySelector(`.frame ${selector}`);
    const frame = cut?.closest(".frame");
    const beyond = cut && frame ? cut.getBoundingClientRect().right - frame.getBoundingClientRect().right : 0;
    if (beyond > 0) frame?.scrollBy(beyond + 16, 0);
  });

addEventListener("load", () =>
  /** @type {HTMLTextAreaElement | null} */ (document.querySelector("textarea:target"))?.select(),
);

// A table's head stays right below the result, where that stays above it: by as many lines as it has. (Without this, by
// three.) A rule for the heads alone: a property of the whole page would style all of its cells anew.
const sum = find("sum");
if (sum) {
  const rule = new CSSStyleSheet();
  document.adoptedStyleSheets.push(rule);
  const narrow = matchMedia("(width < 64rem)");
  const sized = new ResizeObserver(() => {
    if (!narrow.matches) return;
    const height = sum.offsetHeight || sum.firstElementChild.offsetHeight; // a box of its own, or its headline alone
    rule.replaceSync(`@media (width < 64rem) and (height >= 24rem) { .matrix thead th { top: ${height}px } }`);
  });
  for (const part of [sum, sum.firstElementChild]) sized.observe(part);
}

// --- Menus, copying, printing ----------------------------------------------------------------------------------------

// A menu closes where the reader goes on elsewhere. Enter in a field "clicks" the form's button: focus tells.
for (const kind of ["click", "focusin"])
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("details[name][open]")) {
      const inside = [event.target, document.activeElement].some((it) => it instanceof Node && menu.contains(it));
      if (!inside) menu.removeAttribute("open");
    }
  });

// One that is opened comes into sight as a whole. (The event doesn't bubble.)
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target instanceof HTMLDetailsElement && target.matches(".tools [open]"))
      target.lastElementChild?.scrollIntoView({ block: "nearest" });
  },
  true,
);

// A menu closes, too, when its link is followed to another state of this page.
document.addEventListener("click", (event) => {
  const menu = within(event, '.tools a[href^="/?"]')?.closest("details[name]");
  if (!menu) return;
  menu.querySelector("summary")?.focus({ preventScroll: true });
  menu.removeAttribute("open");
});

document.addEventListener("click", (event) => {
  const button = within(event, "button");
  if (!button) return;
  if ("keys" in button.dataset) find("keys").showModal();
  if ("print" in button.dataset) print();
  if (button.dataset.copy) copy(button, find(button.dataset.copy).value);
  if (button.dataset.fetch)
    copy(
      button,
      fetch(button.dataset.fetch).then((answer) => (answer.ok ? answer.blob() : Promise.reject(answer.status))),
    );
});

/** @param {HTMLElement} button @param {string | Promise<Blob>} what */
async function copy(button, what) {
  let said = "Copied";
  try {
    // A promise, so that Safari still takes it for the click's own doing.
    const blob = Promise.resolve(what).then((text) => new Blob([text], { type: "text/plain" }));
    blob.catch(() => {}); // where it fails, so does what follows
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch {
    // Not allowed: the text opens, selected, here or on the page that has it.
    if (button.dataset.else) return location.assign(button.dataset.else);
    const field = find(button.dataset.copy ?? "");
    field?.closest("details:not([name])")?.setAttribute("open", "");
    field?.select();
    said = "Not allowed";
  }
  const label = button.textContent;
  if (label !== said) setTimeout(() => (button.textContent = label), 2000);
  button.textContent = said;
  find("said")?.replaceChildren(said); // the matrix page alone has it
}

// What was refused for a moment is sent again after it; a little apart from what others send.
document.addEventListener("DOMContentLoaded", () => {
  const again = find("again");
  if (again) setTimeout(() => again.requestSubmit(), 1000 * (Number(again.dataset.after) + Math.random()));
});

// Some folds stand open on wide screens (data-wide), where a closed one would be hidden from assistive technology.
for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("[data-wide]"))) {
  const media = matchMedia(`(width >= ${fold.dataset.wide})`);
  const open = () => {
    if (media.matches) fold.open = true;
  };
  open();
  media.addEventListener("change", open); // a window made wider, a tablet turned
}
