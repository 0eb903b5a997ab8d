// An update doesn't come between the reader and what they point at: nothing moves while a button is down, and a second
// click where the first was is no click on what the update has put there.

/** @type {PointerEvent | null} where the pointer is */
let last = null;
/** @type {{ time: number, at: PointerEvent | null, under: string, focus: string } | null} what it was on before */
let aimed = null;
/** @type {Promise<void> | undefined} */
let press;
let key = "none"; // by which the reader did the last, "" by pointer

/** What a link, button or control is called: it finds the same on the next page. @param {Element} element */
export function called(element) {
  const head = element.closest("thead th"); // its words say its order, and it moves with what fits
  if (head instanceof HTMLElement) return `${head.closest("table")?.id} ${head.dataset.option}`;
  if (element instanceof HTMLLabelElement && element.control) return element.control.id;
  return element.getAttribute("aria-label") ?? (element.id || `${element.textContent}`);
}

/** @param {EventTarget | null | undefined} target */
function thing(target) {
  const element = target instanceof Element ? target.closest("a, button, summary, label, input") : null;
  return element ? called(element) : "";
}

/** To be told right before an update changes the page. */
export function aim() {
  const focus = thing(document.activeElement);
  aimed = { time: performance.now(), at: key ? null : last, under: thing(last?.target), focus };
}

/** And once it has: from then on they can see it. */
export function changed() {
  if (aimed) aimed.time = performance.now();
}

/** @param {PointerEvent} event */
export function isEcho(event) {
  if (!event.isTrusted || !aimed || event.timeStamp - aimed.time > 500) return false;
  if (event.detail) return aimed.at !== null && aimed.under !== thing(event.target);
  return aimed.focus !== thing(document.activeElement); // by key: Enter in a field clicks its form's button
}

/** Focus that the page moves, not the reader. @param {HTMLElement | null} element */
export function moveFocus(element) {
  const before = aimed;
  aimed = null;
  element?.focus({ preventScroll: true });
  aimed = before;
}

/** @param {FocusEvent} event */
export function onFocus(event) {
  if (aimed) aimed.focus = thing(event.target); // they aim anew
}

/** @param {PointerEvent} event */
export function onMove(event) {
  last = event;
  if (aimed?.at && Math.hypot(event.x - aimed.at.x, event.y - aimed.at.y) > 10) aimed = null;
}

/** @param {PointerEvent} event */
export function onPress(event) {
  onMove(event);
  key = "";
  press = new Promise((resolve) => {
    for (const kind of ["pointerup", "pointercancel"])
      addEventListener(kind, () => setTimeout(resolve), { once: true, capture: true });
  });
}

/** @param {KeyboardEvent} event */
export function onKey(event) {
  key = event.key;
}

export const lastKey = () => key;

/** Until the button that is down has clicked. */
export const pressed = () => press;
