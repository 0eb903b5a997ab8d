// How an answer becomes the next page without a new load: htmx asks and morphs; here is what it asks, what is said and
// painted first, what stays, and where focus goes. docs/decisions/0008 and 0009 say why.
"use strict";

const STATES = 'main a[href^="/?"], main a[href="/"]'; // links that are a state of the form, whole in their address
const shown = () => document.querySelector("main").dataset.shown;

// A need is added by its button, or Enter: its fields make sense only together. The search has sent itself while it was
// typed.
const NEED = ["need-feature", "need-value", "need-strict"];
document.addEventListener(
  "change",
  (event) => {
    if (event.target.name === "q" || event.target.name?.startsWith("need-")) event.stopPropagation();
  },
  true,
);

// --- One after another: nothing that the reader does is lost because an update is under way --------------------------

const LINKS = `${STATES}, .top nav a[href^="/"]:not([href^="/revisions/"])`; // these lead away, with the page's state
const underWay = () => document.querySelector(".htmx-request");
const waiting = [];
let following = false;
let left; // by Back or forward, with the focus

// The form's values do not go with a link, nor what is still on its way: then the link waits for the one that the next
// page has in its place.
document.addEventListener("click", (event) => {
  const link = within(event, LINKS);
  if (!window.htmx || !link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const search = document.getElementById("q");
  const typed = !following && search.value !== search.defaultValue;
  if (typed && !underWay()) document.forms.state.requestSubmit();
  if (!underWay() && !link.matches(STATES)) return;
  event.preventDefault();
  if (!underWay()) return go(link.getAttribute("href"));
  const called = (other) => {
    const head = other.closest("thead th"); // what a head's link says, changes with the order
    if (head) return `${head.closest("table").id} ${head.cellIndex}`;
    return other.getAttribute("aria-label") ?? other.textContent;
  };
  const name = called(link);
  const alike = () => [...document.querySelectorAll(LINKS)].filter((other) => called(other) === name);
  const nth = alike().indexOf(link);
  waiting.push(() => {
    following = true;
    alike()[nth]?.click();
    following = false;
  });
});

let place; // where on the next page to go
function go(url) {
  const [address, anchor] = url.split("#");
  place = anchor;
  htmx.ajax("GET", address, { source: "main", target: "body", swap: "innerMorph" });
}

// What the page as it was sent doesn't have: chosen or typed since. A need is not, until it is added.
function touched() {
  const sent = (it) => (it.options ? (it.querySelector("[selected]")?.value ?? "") : it.defaultValue);
  const controls = [...document.querySelectorAll("#state :is(input, select):not(.need *)")];
  return controls.filter((it) => it.checked !== it.defaultChecked || it.value !== sent(it));
}

// So do answers for a link under way: its page would take them back.
document.addEventListener("htmx:config:request", (event) => {
  const form = document.forms.state;
  if (event.target !== form || !document.querySelector("main.htmx-request")) return;
  event.preventDefault();
  const wanted = touched().map(({ id, checked, value }) => ({ id, checked, value }));
  if (!wanted.length) return;
  waiting.push(() => {
    for (const { id, checked, value } of wanted) Object.assign(document.getElementById(id) ?? {}, { checked, value });
    form.requestSubmit();
  });
});

document.addEventListener("htmx:finally:request", () => {
  setTimeout(() => {
    if (underWay()) return;
    current();
    if (left && document.activeElement === document.body) refocus(left);
    left = null;
    while (waiting.length && !underWay()) waiting.shift()();
  });
});

// Back and forward are updates like others; htmx's own way fetches whole pages, and past one that is under way.
document.addEventListener("htmx:before:history:restore", (event) => {
  event.preventDefault();
  finish();
  waiting.length = 0;
  left = document.activeElement; // the browser is about to take the focus away
  go(event.detail.path);
});

// A browser that comes back to the page may restore what was chosen when it was left: the address doesn't have that.
window.addEventListener("pageshow", () => {
  if (!underWay() && touched().length) document.forms.state.reset();
});

// Without an answer the page says so, and what the reader entered stays as it is.
function failed({ sourceElement, request }) {
  waiting.length = 0;
  takeBack();
  const before = document.getElementById("failed");
  const focused = before?.contains(document.activeElement);
  before?.remove();
  const said = document.createElement("p");
  const again = document.createElement("button");
  Object.assign(said, { id: "failed", className: "error" });
  Object.assign(again, { type: "button", textContent: "Try again" });
  again.addEventListener("click", () => {
    if (sourceElement === document.forms.state) sourceElement.requestSubmit();
    else go(request.action);
  });
  said.append("Not updated, as no answer came: this is still the result from before. ", again);
  document.getElementById("sum").prepend(said);
  if (focused) again.focus();
}
document.addEventListener("htmx:error", ({ detail: { ctx } }) => ctx && failed(ctx));
document.addEventListener("htmx:before:response", (event) => {
  if (event.detail.ctx.response.status !== 429) return; // one of many who ask at this moment
  event.preventDefault();
  failed(event.detail.ctx);
});
window.addEventListener("online", () => document.querySelector("#failed button")?.click());

// --- Asked for ahead: what the reader points at for a moment is there when they choose it ----------------------------

const MOMENT = 50, FRESH = 5000; // milliseconds
const ASKABLE = `${STATES}, #state label, #state input`;
let at;
let pause;
let ahead = {};
let unused = 0; // not more than three for nothing

function soon(element) {
  clearTimeout(pause);
  if (element && window.htmx && !navigator.connection?.saveData) pause = setTimeout(ask, MOMENT, element);
}

// Moves, not pointerover: that comes too where an update puts something under a pointer at rest.
document.addEventListener("pointermove", (event) => {
  const element = within(event, ASKABLE);
  if (element !== at && event.pointerType !== "touch") soon(element); // a touch may be a scroll
  at = element;
});
document.addEventListener("pointerdown", (event) => {
  const element = within(event, ASKABLE);
  if (element && window.htmx && event.pointerType !== "touch" && !event.button) ask(element);
});
document.addEventListener("focusin", (event) => soon(within(event, ASKABLE)));

function ask(element) {
  const url = element.getAttribute("href") ?? chosen(element.control ?? element);
  if (!url || !element.isConnected || answered(url) || unused === 3) return;
  unused++;
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href, "X-Shown": shown() };
  const answer = fetch(url, { headers }).then(async (response) => {
    if (!response.ok) throw new Error(response.status);
    const text = await response.text();
    now.there = true;
    return { status: response.status, headers: response.headers, text: () => text }; // read by now: no further wait
  });
  answer.catch(() => (ahead = {}));
  const now = (ahead = { key: key(url), shown: shown(), until: Date.now() + FRESH, answer });
}

// What the form holds, without a need that is not added yet.
function entered(form) {
  const data = new FormData(form);
  for (const name of NEED) data.delete(name);
  return data;
}

// The address of the form's state with one answer ticked or taken back; null where that changes nothing.
function chosen(control) {
  const { name, form, type } = control;
  if (!form || !["radio", "checkbox"].includes(type) || name.startsWith("need-")) return null;
  if (type === "radio" && control.checked) return null;
  const data = entered(form);
  const group = [...form.elements].filter((other) => other.name === name);
  data.delete(name);
  for (const other of type === "radio" ? [control] : group)
    if (other.checked !== (other === control)) data.append(name, other.value);
  return `/?${new URLSearchParams(data)}`;
}

function key(url) {
  const params = new URLSearchParams(url.split("#")[0].split("?")[1]);
  params.sort(); // stable: the values of one name stay in their order
  return String(params);
}

const answered = (url) => ahead.key === key(url) && ahead.shown === shown() && Date.now() < ahead.until;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  clearTimeout(pause);
  unused = 0;
  const { answer } = answered(ctx.request.action) ? ahead : {};
  if (answer) ahead = {};
  ctx.fetch = async (url, options) => {
    const response = await (answer?.catch(() => fetch(url, options)) ?? fetch(url, options));
    await said;
    options.signal.throwIfAborted();
    return response;
  };
});

// --- Said at once: the guide knows beforehand what an answer leaves; that is the headline until its page is there ----

let said; // kept when that is painted
let unsaid; // puts back what was there

document.addEventListener(
  "change",
  ({ target }) => {
    const { then, said: names } = target.dataset;
    const alone = (it) => it === target || (it.type === "radio" && it.name === target.name);
    takeBack(); // of the answer before, where that is under way
    if (!window.htmx || !then || underWay() || !touched().every(alone)) return; // it knows of nothing else
    if (ahead.there && answered(`/?${new URLSearchParams(entered(target.form))}`)) return; // its page is here
    const [headline, below] = document.querySelectorAll("#sum > h2, #sum > h2 + p");
    const before = [headline.textContent, below.textContent];
    unsaid = () => ([headline.textContent, below.textContent] = before);
    [headline.textContent, below.textContent] = [then, names];
    said = new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve));
      setTimeout(resolve, 4 * MOMENT); // where no frame comes, as in the background
    });
  },
  true,
);

function takeBack() {
  unsaid?.();
  unsaid = null;
}

// Where the page takes its time, what it will replace recedes.
let late;
document.addEventListener("htmx:before:request", () => {
  clearTimeout(late);
  late = setTimeout(() => (document.getElementById("result").ariaBusy = "true"), 300);
});
function current() {
  clearTimeout(late);
  document.getElementById("result").ariaBusy = null;
}

// --- Painted in two steps: headline and verdicts first; guide, tables and address after that frame -------------------

let rest;
let pressed = false;
let due = false;
const finish = () => rest?.();

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status >= 400) {
    event.preventDefault();
    return ctx.response.status < 500 ? location.assign(ctx.request.action) : failed(ctx); // its page says what is wrong
  }
  const first = /<div id="sum".*(?=<div id="more")/s.exec(ctx.text)?.[0];
  event.preventDefault(); // htmx would go on with all of it
  if (!first) return failed(ctx); // another page, as of a network that wants a login
  unsaid = null;
  current();
  htmx.swap({ ...ctx, text: first, swap: "none", selectOOB: "#sum:innerMorph,#first:innerMorph", hx: {} });
  ctx.extensionPromise = new Promise((resolve) => {
    rest = (dropped) => {
      rest = null;
      resolve(dropped || htmx.swap(ctx));
    };
  });
  const own = rest;
  const later = () => rest === own && (pressed ? (due = true) : finish()); // not a later update's
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(later)));
  setTimeout(later, 10 * MOMENT); // where no frame comes, as in the background
});

// Nothing moves between a press and its click.
document.addEventListener("pointerdown", () => (pressed = true), true);
for (const kind of ["pointerup", "pointercancel"])
  document.addEventListener(
    kind,
    () => {
      pressed = false;
      if (due) setTimeout(finish);
      due = false;
    },
    true,
  );

// The next answer's page has all of it anew: what is left of this one's would only take that answer back.
document.addEventListener(
  "htmx:config:request",
  (event) => {
    if (event.target === document.forms.state && !document.querySelector("main.htmx-request")) rest?.(true);
  },
  true,
);

// Nothing in an update is htmx's to set up: the form is, and it stays. Looking through all of it took a tenth of the time.
document.addEventListener("htmx:before:process", (event) => {
  if (document.forms.state?.hasAttribute("data-htmx-powered")) event.preventDefault();
});

// --- Kept: an update leaves out what the page shows already, and writes data-kept in its place -----------------------

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  ctx.request.headers["X-Shown"] = shown();
  ctx.request.anchor ??= place;
  place = undefined;
});
window.htmx?.registerExtension("kept", {
  htmx_before_morph_node: (element, { newNode }) => !newNode.hasAttribute("data-kept"),
});
document.addEventListener("htmx:after:swap", () => {
  if (document.querySelector("[data-kept]")) location.reload(); // it stayed nowhere: never seen, and better than a gap
});

// --- Focus and touched controls --------------------------------------------------------------------------------------

// Focus stays where it was. Where that is gone, as a removed answer's chip is, it goes to its neighbour or the result.
let focused;
document.addEventListener("htmx:before:swap", () => {
  const chips = [...document.querySelectorAll(".chips a")];
  focused = { inside: document.activeElement !== document.body, chip: chips.indexOf(document.activeElement) };
});
document.addEventListener("htmx:after:swap", () => {
  const active = document.activeElement;
  let inside = active.tagName === "SUMMARY" ? active.parentElement.parentElement : active;
  while ((inside = inside?.closest("details:not([open])"))) inside.open = true; // a question that is asked no more
  if (!focused?.inside || document.activeElement !== document.body) return;
  const chips = document.querySelectorAll(".chips a");
  refocus(focused.chip < 0 ? null : chips[Math.min(focused.chip, chips.length - 1)]);
});

function refocus(element) {
  (element?.isConnected ? element : document.getElementById("result")).focus({ preventScroll: true });
  clearTimeout(pause); // the reader hasn't pointed at it
}

// The morph changes attributes; a control that was touched shows its own state until it is told. The field in use
// keeps what is being typed.
let opened = document.querySelector("details.q.next")?.id;
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.swap === "none") return; // the first step
  if (adding) added();
  for (const control of document.forms.state?.elements ?? []) {
    if (!adding && NEED.includes(control.name)) {
      Object.assign(control, half[control.name]);
      continue;
    }
    if (control.type === "checkbox" || control.type === "radio") {
      if (control.checked !== control.defaultChecked) control.checked = control.defaultChecked;
    }
    else if (control.tagName === "INPUT" && control !== document.activeElement) control.value = control.defaultValue;
    else if (control.tagName === "SELECT")
      for (const option of control.options) option.selected = option.defaultSelected;
  }
  const next = document.querySelector("details.q.next");
  if (next && next.id !== opened) next.open = true;
  opened = next?.id;
  adding = false;
  const { anchor } = event.detail.ctx.request;
  if (anchor) location.replace(`#${anchor}`); // marked, and the focus goes on from there, as after any link
  if (told === (told = live())) say(`Updated: still ${document.querySelector("#sum > h2").textContent}`);
});

// What screen readers are told of; where an update changes none of it, they hear that it came.
const live = () => [...document.querySelectorAll("main [role=status]")].map((region) => region.textContent).join();
let told = live();

// --- "Add a need" closes over the need that was added, and stays with what is wrong with one ------------------------

const need = () => document.getElementById("need");
let pushed = false; // its button, which not every browser gives the focus
let adding = false;

document.addEventListener("click", (event) => {
  pushed = Boolean(within(event, "#need button"));
  const feature = document.getElementById("need-feature");
  if (!pushed || feature.value) return;
  event.preventDefault();
  feature.focus();
  say("Choose a feature first");
});

document.addEventListener("htmx:config:request", ({ target, detail: { ctx } }) => {
  if (target !== document.forms.state) return;
  const again = adding && document.getElementById("failed");
  adding = ctx.sourceEvent.type === "submit" && Boolean(pushed || again || need().contains(document.activeElement));
  if (!adding) for (const name of NEED) ctx.request.body.delete(name);
});

function added() {
  const wrong = need().querySelector("[aria-invalid]");
  (wrong ?? need().querySelector("summary")).focus({ preventScroll: true });
  need().open = Boolean(wrong);
  pushed = false;
}

// What is half entered stays so, whatever else an update brings.
let half = {};
document.addEventListener("htmx:before:swap", () => {
  half = {};
  for (const name of NEED) {
    const { value, checked } = document.forms.state[name];
    half[name] = name === "need-strict" ? { checked } : { value };
  }
});
