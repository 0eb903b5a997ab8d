// The guide beside the page: what is passed over, what closes once it is answered, and where the reader goes on. The
// server says which questions still tell the options apart (data-tells); what is passed over is kept on this page only.

const passed = new Set(); // ids of questions
let leaving = null; // the id of the question that closes once the page with its answer is here
let pointed = false; // whether the last that the reader did was by pointer

const questionOf = (element) => element.closest?.("#guide > .q");
const isAnswered = (question) => question.classList.contains("done");

/** The question to ask next: of the first table's options, else of the second's; null where none is left. */
function following() {
  const telling = [...document.querySelectorAll("#guide > [data-tells]")].filter(({ id }) => !passed.has(id));
  return telling.find(({ dataset }) => dataset.tells === "1") ?? telling[0] ?? null;
}

/** Marks what comes next, and what is passed over, where the server's page says otherwise. */
function mark() {
  const next = following();
  for (const question of document.querySelectorAll("#guide > .q")) {
    question.classList.toggle("next", question === next);
    question.classList.toggle("passed", passed.has(question.id) && !isAnswered(question));
    const said = question.querySelector("summary > i");
    if (said && question !== next) said.remove();
    if (!said && question === next)
      question.querySelector("summary").append(Object.assign(document.createElement("i"), { textContent: "next" }));
  }
  const all = document.getElementById("passed");
  if (all) all.hidden = Boolean(next) || !passed.size;
}

/** Opens a question and goes there: into its first field, or, where that would bring up a keyboard, to its head. */
function enter(question) {
  question.open = true;
  const fields = [...question.querySelectorAll("fieldset input")].filter((field) => field.checkVisibility());
  const coarse = matchMedia("(pointer: coarse)").matches;
  (coarse ? question.querySelector("summary") : fields[0]).focus({ preventScroll: true });
  question.scrollIntoView({ block: "nearest" });
}

/** Closes a question and goes on: to the next one, or to what the guide says where there is none. */
function goOn(question) {
  const stays = document.activeElement === document.body || question.contains(document.activeElement);
  question.open = false;
  const next = following();
  if (next) next.open = true;
  if (!stays) return; // the reader is elsewhere already
  if (next) return enter(next);
  const end = document.querySelector("#stands, #passed:not([hidden])") ?? document.getElementById("need");
  (end.querySelector("a") ?? document.querySelector("#need > summary")).focus({ preventScroll: true });
  end.scrollIntoView({ block: "nearest" });
}

addEventListener("pointerdown", () => (pointed = true), true);
addEventListener("keydown", () => (pointed = false), true);

// A question of one answer closes once it is answered; by arrow keys one only looks through its choices.
document.addEventListener(
  "change",
  ({ target }) => {
    const question = questionOf(target);
    const once = target.type === "text" || (target.type === "radio" && pointed);
    leaving = question && once ? question.id : null;
  },
  true,
);
document.addEventListener("htmx:after:swap", mark, true); // before others ask which is next
document.addEventListener("htmx:after:swap", () => {
  const question = leaving && document.getElementById(leaving);
  if (!question || !isAnswered(question)) return;
  leaving = null;
  for (const field of question.querySelectorAll("input:not([type])")) field.value = field.defaultValue; // as it is read
  goOn(question);
});

let first; // the question of a double click's first
document.addEventListener(
  "click",
  (event) => {
    const question = questionOf(event.target);
    if (event.detail > 1 && question !== first) event.preventDefault(); // it was not meant for what came there
    if (event.detail === 1) first = question;
  },
  true,
);

document.addEventListener("click", (event) => {
  const question = questionOf(event.target);
  const button = question && event.target.closest("[data-skip], [data-on]");
  if (button) {
    if ("skip" in button.dataset) passed.add(question.id);
    mark();
    goOn(question);
  } else if (question && event.target.closest("fieldset a")) leaving = question.id;
  const confirm = event.target.closest?.("#stands a");
  if (!confirm) return;
  event.preventDefault();
  enter(questionOf(document.querySelector(confirm.hash)));
});
