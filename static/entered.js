// What the reader has entered, against what the page was sent with: an update brings the page up to date and keeps
// whatever was entered since it was asked for.

/** A need's fields make sense only together: they are sent when it is added, by its button or Enter. */
export const NEED = ["need-feature", "need-value", "need-strict"];

export const form = () => /** @type {HTMLFormElement} */ (document.getElementById("state"));
const controls = () =>
  /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...form().querySelectorAll("input[id], select[id]")]);

/** What a control holds. @param {HTMLInputElement | HTMLSelectElement} it */
function held(it) {
  return it instanceof HTMLInputElement && isTick(it) ? String(it.checked) : it.value;
}

/** What the page was sent with in its place. @param {HTMLInputElement | HTMLSelectElement} it */
function sentWith(it) {
  if (it instanceof HTMLSelectElement) return it.querySelector("option[selected]")?.getAttribute("value") ?? "";
  return isTick(it) ? String(it.defaultChecked) : it.defaultValue;
}

/** @param {HTMLInputElement | HTMLSelectElement} it @param {string} text */
function put(it, text) {
  if (held(it) === text) return;
  if (it instanceof HTMLInputElement && isTick(it)) it.checked = text === "true";
  else it.value = text;
}

/** @param {Element} it */
const isTick = (it) => it.matches("[type=checkbox], [type=radio]");

/** @returns {Values} */
export const values = () => new Map(controls().map((it) => [it.id, held(it)]));

/** @returns {Values} */
export const page = () => new Map(controls().map((it) => [it.id, sentWith(it)]));

/** What isn't as in `then`: entered since. @param {Values} then @returns {Values} */
export const since = (then) => new Map([...values()].filter(([id, text]) => text !== then.get(id)));

/** Whether something is entered that the page hasn't; `taken`: what it has in other words. @param {Values} taken */
export const unsent = (taken) => [...since(page())].some(([id, text]) => !NEED.includes(id) && taken.get(id) !== text);

/**
 * After an update: its own values, but what was entered since stays; so does the field in use, which may hold the same
 * in other words. The morph changes attributes alone, and a control that was touched doesn't follow those.
 * @param {Values} entered @param {Element | null} inUse
 */
export function settle(entered, inUse) {
  const all = controls();
  for (const it of all) if (!entered.has(it.id) && (isTick(it) || it !== inUse)) put(it, sentWith(it));
  for (const it of all) put(it, entered.get(it.id) ?? held(it));
}
