// The guide beside the page: what is passed over, what closes once it is answered, and where the reader goes on. The
// server says which questions still tell the options apart (data-tells); what is passed over is kept on this page only.
import { aim, changed, lastKey, moveFocus } from "./pointer.js";

/** All that is remembered from one event to the next. */
const now = {
  /** @type {Set<string>} ids of the questions that are passed over */
  passed: new Set(),
  /** @type {string | null} the id of the question that closes once the page with its answer is here */
  leaving: null,
  /** @type {string | null} whose choices are leafed through by key */
  leafed: null,
  /** @type {string | undefined} the one that was opened as the next */
  opened: document.querySelector("#guide > .next[open]")?.id,
};

/** @param {string | null | undefined} id */
const find = (id) => /** @type {HTMLDetailsElement | null} */ (id ? document.getElementById(id) : null);
/** @param {EventTarget | null} target @returns {HTMLDetailsElement | null} */
const questionOf = (target) => (target instanceof Element ? target.closest("#guide > .q") : null);
/** @param {Element} question */
const isAnswered = (question) => question.classList.contains("done");
const target = () => /** @type {HTMLInputElement | null} */ (document.querySelector("#guide input:target"));
const questions = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("#guide > .q"));

/** The question to ask next: of the first table's options, else of the second's; null where none is left. */
function following() {
  const telling = [...questions()].filter(({ id, dataset }) => dataset.tells && !now.passed.has(id));
  return telling.find(({ dataset }) => dataset.tells === "1") ?? telling[0] ?? null;
}

/** Marks what comes next, and what is passed over, where the server's page says otherwise. */
function mark() {
  const next = following();
  for (const question of questions()) {
    question.classList.toggle("next", question === next);
    question.classList.toggle("passed", now.passed.has(question.id) && !isAnswered(question));
    const said = question.querySelector("summary > i");
    if (said && question !== next) said.remove();
    if (!said && question === next)
      question.querySelector("summary")?.append(Object.assign(document.createElement("i"), { textContent: "next" }));
  }
  const all = find("passed");
  if (all) all.hidden = Boolean(next) || !now.passed.size;
}

/** What comes next opens in place of what did before, unless the reader is in a question. */
function follow() {
  const next = following();
  const used = questionOf(document.activeElement);
  if (next?.id === now.opened || (used?.open && used !== next)) return;
  find(now.opened)?.removeAttribute("open");
  next?.setAttribute("open", "");
  now.opened = next?.id;
}

/** Opens a question and goes there: into its first field, or, where that would bring up a keyboard, to its head.
 * @param {HTMLDetailsElement} question */
function enter(question) {
  find("guide")?.setAttribute("open", "");
  question.open = true;
  const fields = /** @type {NodeListOf<HTMLElement>} */ (question.querySelectorAll("fieldset input"));
  const field = [...fields].find((it) => it.checkVisibility());
  moveFocus(matchMedia("(pointer: coarse)").matches ? question.querySelector("summary") : (field ?? null));
  reveal(question);
}

/** Brings a part of the guide into sight: beside the page the guide scrolls by itself, and the page stays where it is.
 * @param {Element | null | undefined} part */
function reveal(part) {
  const guide = find("guide");
  if (!part || !guide) return;
  if (!matchMedia("(width >= 64rem)").matches) return part.scrollIntoView({ block: "nearest" });
  const [room, at] = [guide.getBoundingClientRect(), part.getBoundingClientRect()];
  const below = at.bottom - Math.min(room.bottom, innerHeight);
  guide.scrollTop += Math.min(at.top - room.top, Math.max(below, Math.min(at.top - room.top, 0)));
}

/** Closes a question and goes on: to the next one, or to what the guide says where there is none.
 * @param {HTMLDetailsElement} question */
function goOn(question) {
  const stays = document.activeElement === document.body || question.contains(document.activeElement);
  const inOrder = question.id === now.opened;
  aim(); // what comes under the pointer now is not what a second click is meant for
  question.open = false;
  follow();
  changed();
  if (!stays) return; // the reader is elsewhere already
  const next = following();
  if (next && inOrder) return enter(next);
  if (next) {
    moveFocus(question.querySelector("summary")); // the reader has an order of their own
    return reveal(question);
  }
  const end = /** @type {HTMLElement | null} */ (document.querySelector("#stands, #passed:not([hidden])"));
  moveFocus(end ?? question.querySelector("summary"));
  reveal(end);
}

/** A question of one answer closes once it is answered, or left: by arrow keys one leafs. @param {Event} event */
function onChange({ target }) {
  const id = questionOf(target)?.id ?? null;
  const { type } = /** @type {HTMLInputElement} */ (target);
  const leafing = type === "radio" && lastKey().startsWith("Arrow");
  now.leaving = type === "text" || (type === "radio" && !leafing) ? id : null;
  now.leafed = leafing ? id : null;
}

/** @param {FocusEvent} event */
function onFocus({ target }) {
  const question = find(now.leafed);
  if (!question || !lastKey() || questionOf(target) === question) return;
  now.leafed = null;
  if (isAnswered(question)) goOn(question);
}

/** @param {UpdateEvent} event */
function onUpdated({ detail: { ctx } }) {
  if (ctx.swap === "none") return; // the verdict; the guide comes after it
  if (ctx.request.anchor && target()) return replaceLimit();
  const question = find(now.leaving);
  if (!question || !isAnswered(question)) return follow();
  now.leaving = null;
  const typed = /** @type {NodeListOf<HTMLInputElement>} */ (question.querySelectorAll("input:not([type])"));
  for (const field of typed) field.value = field.defaultValue; // as it is read
  goOn(question);
}

/** A question that was opened by its head is in sight, and by pointer the field that it asks to be filled is in use.
 * @param {boolean} pointed @param {HTMLDetailsElement | null} fold */
function onHead(pointed, fold) {
  const typed = /** @type {HTMLElement | null | undefined} */ (
    fold?.querySelector(":scope > fieldset input:not([type])")
  );
  if (pointed && fold?.open && !matchMedia("(pointer: coarse)").matches) moveFocus(typed ?? null);
  reveal(fold);
}

/** An error's link has answered with its limit; the reader's own number replaces that. */
function replaceLimit() {
  const field = target();
  const question = questionOf(field);
  for (const fold of questions()) fold.open = fold === question;
  now.opened = undefined;
  find("guide")?.setAttribute("open", "");
  moveFocus(field);
  field?.select();
  reveal(question);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = event.target instanceof Element ? event.target : null;
  const question = questionOf(target);
  const button = /** @type {HTMLElement | null | undefined} */ (target?.closest("[data-skip], [data-on]"));
  if (button && question) {
    if ("skip" in button.dataset) now.passed.add(question.id);
    mark();
    goOn(question);
  } else if (question && target?.closest("fieldset a")) now.leaving = question.id;
  if (target?.closest("#guide summary"))
    requestAnimationFrame(() => onHead(event.detail > 0, target.closest("details")));
  if (target?.closest("#starts a")) find("starts")?.removeAttribute("open"); // it has served
  if (target?.closest("#sum") && !target.closest("a, button") && matchMedia("(width < 64rem)").matches)
    find("result")?.scrollIntoView(); // no link: it would lie over those of the guide
  const confirm = /** @type {HTMLAnchorElement | null | undefined} */ (target?.closest('a[href^="#a-"]'));
  const asked = confirm && questionOf(document.querySelector(confirm.hash));
  if (!asked) return;
  event.preventDefault();
  enter(asked);
}

document.addEventListener("change", onChange, true);
document.addEventListener("click", onClick);
document.addEventListener("focusin", onFocus);
document.addEventListener("htmx:after:swap", mark, true); // before updates.js puts the focus into its place
document.addEventListener("htmx:after:swap", /** @type {any} */ (onUpdated)); // after it has put focus and controls in their places
if (target()) replaceLimit();
