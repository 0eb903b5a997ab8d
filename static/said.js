// What another source says of a cell: its form, over the grid, so that all that is typed there stays as it was.
// Without this its link opens the form in a page of its own.
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("said"));
const gridStatus = /** @type {HTMLElement} */ (document.getElementById("grid-status"));

/** @type {HTMLElement | null | undefined} the cell to go back to */
let came;

/** @param {string} text */
function tell(text) {
  const status = dialog.open ? dialog.querySelector("[role=status]") : gridStatus;
  if (status) status.textContent = text;
}

/** The form at an address, or what came of sending it: the form again, with what is wrong, or the grid's new marks.
 * @param {string} address @param {RequestInit} [options] */
async function exchange(address, options) {
  tell("");
  try {
    const response = await fetch(address, options);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const form = /** @type {HTMLFormElement | null} */ (page.getElementById("annotation_form"));
    if (form) return open(form, address);
    const marks = page.querySelectorAll("#grid .said");
    if (!marks.length) throw new Error();
    for (const mark of marks) document.getElementById(mark.id)?.replaceWith(document.adoptNode(mark));
    dialog.close();
    tell("Saved: what another source says. All that is typed here is as it was.");
  } catch {
    tell("Not done: the server can't be asked now. If you were logged out, log in in another tab first.");
  }
}

/** @param {HTMLFormElement} form @param {string} address */
function open(form, address) {
  form.action = address;
  for (const link of form.querySelectorAll("a")) link.target = "_blank";
  dialog.querySelector(":scope > div")?.replaceChildren(document.adoptNode(form));
  if (!dialog.open) dialog.showModal();
  const wrong = form.querySelector(".errors input:not([type=checkbox])");
  /** @type {HTMLElement | null} */ (wrong ?? form.querySelector("[name=text]"))?.focus();
}

/** The form that adds to a cell, or that changes what a mark there tells. @param {HTMLAnchorElement} link */
function openForm(link) {
  came = link.closest("td")?.querySelector("input.cell");
  exchange(link.href);
}

/** The form that adds to a cell. @param {Element} cell */
export function add(cell) {
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (cell.closest("td")?.querySelector(".said .add"));
  if (link) openForm(link);
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (target?.closest("#grid .said a"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openForm(link);
});
document.addEventListener("focusin", ({ target }) => {
  const cell = target instanceof Element && target.matches("input.cell") ? target : null;
  cell?.closest("td")?.querySelector(".said .add")?.setAttribute("tabindex", "-1"); // Tab goes on; Shift F2 is its key
});
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  exchange(form.action, { method: "POST", body: new FormData(form, event.submitter) });
});
dialog.querySelector(":scope > .buttons button")?.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => came?.focus());
