// How an answer or a link becomes the next page without a new load: htmx asks and morphs, and what happens beside that,
// and when, stands here: one handler for each event, in the order in which they come. docs/decisions/0009 says why.
import { form, NEED, page, settle, since, unsent, values } from "./entered.js";
import { aim, called, changed, isEcho, moveFocus, onFocus, onKey, onMove, onPress, pressed } from "./pointer.js";

const STATES = 'main a[href^="/?"], main a[href="/"], main .require'; // lead to a state of the form, whole in its address
const LEADING_AWAY = '.top nav a[href^="/"]:not([href^="/revisions/"])'; // with the page's state
const CHIPS = ".chips a";
const REMOVALS = ".chips a:not(.all)"; // the focus goes from one to another, never to the one that takes all away
const FIRST = /<div id="sum".*(?=<div id="more")/s; // of an update: the verdict, in the parts
const PARTS = "#sum:innerMorph,#first:innerMorph";
const HEADLINE = "#sum h2";

const { htmx } = window;
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const say = (/** @type {string} */ text) => (find("said").textContent = text);
const live = () => [...document.querySelectorAll("main [role=status]")].map((region) => region.textContent).join();

/** All that is remembered from one event to the next. */
const now = {
  /** @type {Deed[]} what the reader did, until its page is here: the first is under way, or had no answer */
  deeds: [],
  /** @type {Update | null} the request that is under way */
  update: null,
  /** the form is being sent for the first of `deeds`, not by the reader */
  again: false,
  /** @type {Values} answers in the reader's words, of which the page shows its own */
  taken: new Map(),
  told: live(),
};

// --- What the reader does --------------------------------------------------------------------------------------------

/** A link is followed on the page that has what was entered before it. @param {PointerEvent} event */
function onClick(event) {
  if (isEcho(event)) {
    event.preventDefault();
    return event.stopImmediatePropagation();
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || !(event.target instanceof Element)) return;
  if (event.target.closest("#need button")) return onNeed(event);
  const link = event.target.closest(`${STATES}, ${LEADING_AWAY}`);
  if (!link) return;
  const busy = now.deeds.length || unsent(now.taken);
  if (!busy && !link.matches(STATES)) return;
  event.preventDefault();
  if (!now.deeds.length && busy) now.deeds.push({ kind: "answers", add: false });
  const name = called(link);
  const twice = now.deeds.some((deed) => deed.kind === "link" && deed.name === name);
  now.deeds.push({ kind: "link", name, nth: alike(name).indexOf(link), done: twice || link.matches(CHIPS) });
  next();
}

/** A need's fields are sent together, and the search has sent itself while it was typed. @param {Event} event */
function onChange(event) {
  const { name } = /** @type {HTMLInputElement} */ (event.target);
  if (name === "q" || NEED.includes(name)) event.stopPropagation();
}

/** @param {string} name */
const alike = (name) =>
  [...document.querySelectorAll(`${STATES}, ${LEADING_AWAY}`)].filter((link) => called(link) === name);

const required = (/** @type {Element} */ row) => `/?${location.search.slice(1)}&need=${row.getAttribute("value")}`;

/** @param {PointerEvent} event */
function onNeed(event) {
  const feature = /** @type {HTMLSelectElement} */ (find("need-feature"));
  if (feature.value) return;
  event.preventDefault();
  feature.focus();
  say("Choose a feature first");
}

/** What was done first and has no page yet, is done, or done again. */
function next() {
  const [deed] = now.deeds;
  if (!deed || now.update) return;
  if (deed.kind === "answers") {
    now.again = true;
    form().requestSubmit();
    now.again = false;
  } else if (deed.kind === "back") go(deed.url, deed);
  else {
    const link = alike(deed.name)[deed.nth];
    if (link?.matches(STATES)) return go(link.getAttribute("href") ?? required(link), deed);
    now.deeds.shift();
    if (link) return location.assign(/** @type {HTMLAnchorElement} */ (link).href);
    if (!deed.done) tell(`Not followed, as the page has it no more: “${deed.name.trim()}”.`);
    next();
  }
}

/** @param {string} url @param {Deed} deed */
function go(url, deed) {
  const [address, anchor] = url.split("#");
  htmx.ajax("GET", address, /** @type {any} */ ({ source: "main", target: "body", swap: "innerMorph", deed, anchor }));
}

/** Back and forward are updates like others; htmx's own way fetches whole pages, and past one that is under way. */
function onBack(/** @type {CustomEvent<{ path: string }>} */ event) {
  event.preventDefault();
  now.update = null; // overtaken
  now.deeds = [{ kind: "back", url: event.detail.path, focus: document.activeElement }]; // which the browser takes away
  next();
}

// --- An update, from its beginning to its end ------------------------------------------------------------------------

/** @param {UpdateEvent} event */
function onConfig(event) {
  const { ctx } = event.detail;
  if (event.target === form() && !now.again) {
    const { type, submitter } = /** @type {SubmitEvent} */ (ctx.sourceEvent);
    const from = [submitter, document.activeElement]; // not every browser gives a button the focus
    const add = type === "submit" && from.some((element) => element && find("need").contains(element));
    const last = now.deeds.at(-1);
    if (last?.kind === "answers") last.add ||= add;
    else now.deeds.push({ kind: "answers", add });
    if (now.deeds.length > 1) {
      event.preventDefault(); // a link comes before it, whose page would take it back
      return next();
    }
  }
  ctx.deed ??= now.deeds[0];
  const { deed } = ctx;
  ctx.request.anchor ??= ctx.anchor;
  ctx.request.headers["X-Shown"] = document.querySelector("main")?.dataset.shown ?? "";
  ctx.sent = deed.kind === "link" ? page() : values(); // what is entered goes with answers, and not with a link
  if (deed.kind === "answers" && deed.add) return;
  for (const name of NEED) {
    ctx.request.body?.delete(name);
    ctx.sent.delete(name);
  }
}

/** @param {UpdateEvent} event */
function onRequest({ detail: { ctx } }) {
  now.update = ctx;
  ctx.fetch = async (url, options) => {
    const response = await fetch(url, options);
    await pressed(); // nothing moves between a press and its click
    options?.signal?.throwIfAborted();
    return response;
  };
}

/** @param {UpdateEvent} event */
function onAnswer(event) {
  const { ctx } = event.detail;
  const status = ctx.response?.status ?? 0;
  event.preventDefault(); // htmx would go on with all of it
  if (status >= 400 && status < 500 && status !== 429)
    location.assign(ctx.request.action); // its page says what is wrong
  else if (status >= 400 || !ctx.text?.includes('id="state"'))
    onFailure(ctx); // or a network that wants a login
  else ctx.extensionPromise = paint(ctx).catch(() => onFailure(ctx));
}

/** The verdict first; guide, tables and address after that frame. @param {Update} ctx */
async function paint(ctx) {
  aim();
  const [text] = FIRST.exec(ctx.text ?? "") ?? [""];
  await htmx.swap(/** @type {any} */ ({ ...ctx, text, swap: "none", selectOOB: PARTS, hx: {} }));
  await new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
    setTimeout(resolve, 500); // where no frame comes, as in the background
  });
  await pressed();
  if (now.update === ctx) await htmx.swap(/** @type {any} */ (ctx)); // else the next page has all of it anew
}

/** @param {UpdateEvent} event */
function onSwap({ detail: { ctx } }) {
  const active = document.activeElement;
  ctx.focus = { element: active, chip: active ? [...document.querySelectorAll(REMOVALS)].indexOf(active) : -1 };
  if (ctx.swap !== "none") ctx.entered = since(ctx.sent);
}

/** @param {UpdateEvent} event */
function onSwapped({ detail: { ctx } }) {
  placeFocus(ctx);
  if (ctx.swap === "none") return; // the verdict
  if (document.querySelector("[data-kept]")) return location.reload(); // it stood nowhere: better than a gap
  const { deed } = ctx;
  if (deed.kind === "answers" && deed.add) closeNeed(ctx);
  arrange();
  settle(ctx.entered, deed.kind === "back" ? null : document.activeElement);
  now.taken = deed.kind === "answers" ? ctx.sent : new Map();
  now.deeds.shift();
  changed();

  if (ctx.request.anchor) location.replace(`#${ctx.request.anchor}`); // marked; the focus goes on from there
  const before = now.told;
  now.told = live();
  if (before === now.told && !now.deeds.length) say(`Updated: still ${document.querySelector(HEADLINE)?.textContent}`);
}

/** The cells of rows that were kept, in the order of their table's heads: what fits comes first. */
function arrange() {
  for (const table of document.querySelectorAll(".matrix table")) {
    const [head, ...rows] = /** @type {HTMLTableElement} */ (table).rows;
    const order = [...head.cells].map((cell) => cell.dataset.option);
    for (const row of rows) {
      const cells = new Map([...row.cells].map((cell) => [cell.dataset.option, cell]));
      if ([...cells.keys()].some((option, at) => option !== order[at]))
        row.append(...order.map((option) => cells.get(option) ?? ""));
    }
  }
}

/** @param {UpdateEvent} event */
function onEnd({ detail: { ctx } }) {
  if (now.update !== ctx) return; // overtaken
  now.update = null;
  if (now.deeds[0] !== ctx.deed) next(); // its page is here
}

/** Without an answer the page says so, and what the reader did stays to be done. @param {Update} ctx */
function onFailure(ctx) {
  if (now.update !== ctx) return;
  const focused = document.getElementById("failed")?.contains(document.activeElement);
  const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Try again" });
  again.addEventListener("click", next);
  tell("Couldn’t reach the server. Showing the previous result. ", again);
  if (focused) again.focus();
}

/** What went wrong, until the next update. @param {(string | Node)[]} what */
function tell(...what) {
  document.getElementById("failed")?.remove();
  const said = Object.assign(document.createElement("p"), { id: "failed", className: "error" });
  said.append(...what);
  find("sum").prepend(said);
}

/** What the page shows already was left out of the update. A fold is the reader's to turn, until the page has another
 * reason for it (`data-fold`) or the screen is wide. @param {HTMLDetailsElement} node @param {{ newNode: Element }} it */
function onMorph(node, { newNode }) {
  if (newNode instanceof HTMLDetailsElement && newNode.dataset.fold !== node.dataset.fold)
    node.open = newNode.open || matchMedia(`(width >= ${node.dataset.wide})`).matches;
  return !newNode.hasAttribute?.("data-kept");
}

// --- After an update -------------------------------------------------------------------------------------------------

/** "Add a need" closes over the need that was added, and stays with what is wrong with one. @param {Update} ctx */
function closeNeed(ctx) {
  if (NEED.some((name) => ctx.entered.has(name))) return; // another is being entered
  const fold = /** @type {HTMLDetailsElement} */ (find("need"));
  const wrong = /** @type {HTMLElement | null} */ (fold.querySelector("[aria-invalid]"));
  moveFocus(wrong ?? fold.querySelector("summary"));
  fold.open = Boolean(wrong);
}

/** Focus stays; a removed answer's goes to its neighbour, or the result. @param {Update} ctx */
function placeFocus({ deed, focus }) {
  const active = document.activeElement;
  const inside = active?.tagName === "SUMMARY" ? active.parentElement?.parentElement : active;
  for (const fold of document.querySelectorAll("details:not([open])"))
    if (fold.contains(inside ?? null)) fold.setAttribute("open", ""); // of a question that is asked no more
  const before = deed.kind === "back" ? deed.focus : focus.element;
  if (active !== document.body || before === document.body) return;
  const chips = document.querySelectorAll(REMOVALS);
  const there = focus.chip < 0 ? before : chips[Math.min(focus.chip, chips.length - 1)];
  moveFocus(/** @type {HTMLElement} */ (there?.isConnected ? there : find("result")));
}

// --- Who hears what --------------------------------------------------------------------------------------------------

if (htmx) {
  document.addEventListener("pointermove", onMove);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("pointerdown", onPress, true);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("click", onClick, true);
  document.addEventListener("change", onChange, true);
  const on = /** @type {any} */ (document.addEventListener.bind(document));
  on("htmx:config:request", onConfig);
  on("htmx:before:request", onRequest);
  on("htmx:after:request", onAnswer);
  on("htmx:before:swap", onSwap);
  on("htmx:after:swap", onSwapped);
  on("htmx:finally:request", onEnd);
  on("htmx:error", (/** @type {CustomEvent<{ ctx?: Update }>} */ { detail }) => detail.ctx && onFailure(detail.ctx));
  on("htmx:before:history:restore", onBack);
  // Nothing in an update is htmx's to set up: only the form is, and that stays. Looking took a tenth of the time.
  on(
    "htmx:before:process",
    (/** @type {Event} */ event) => form().hasAttribute("data-htmx-powered") && event.preventDefault(),
  );
  htmx.registerExtension("kept", { htmx_before_morph_node: onMorph });
  addEventListener("online", next);
  // A browser that comes back to the page may restore what was chosen when it was left: the address doesn't have that.
  addEventListener("pageshow", () => !now.deeds.length && unsent(new Map()) && form().reset());
}
