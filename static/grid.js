// The grid as a spreadsheet: keys, pasting, undo, and a check by the server while it is typed.
// Without this it is a form with buttons, and does the same.
"use strict";
{
  const form = () => document.getElementById("grid");
  const say = (text) => (document.getElementById("grid-status").textContent = text);
  const isCell = (element) => element?.matches?.("#grid table input.cell, #grid table input.name");
  const byName = (name) => form().elements.namedItem(name);

  // --- Moving: a cell is either gone to (all of it selected) or edited (the caret moves in it) ----------------
  let editing = null; // the cell that is edited
  let before = ""; // what it held when it was gone to
  const undone = []; // what to undo: lists of [name, text before]

  const inputOf = (box) => box?.querySelector(":scope > input.cell, :scope > input.name");

  function neighbour(cell, down, right) {
    const box = cell.closest("td, th");
    const rows = [...box.closest("table").rows];
    let row = rows.indexOf(box.parentElement) + down;
    let column = box.cellIndex + right;
    const found = inputOf(rows[row]?.cells[column]);
    return found ?? (right ? null : inputOf(rows[row + down]?.cells[column]));
  }

  function go(cell) {
    if (!cell) return;
    cell.focus();
    cell.select();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function keep(cell) {
    if (cell.value !== before) undone.push([[cell.name, before]]);
    before = cell.value;
    editing = null;
  }

  document.addEventListener("focusin", ({ target }) => {
    if (!isCell(target)) return;
    before = target.value;
    editing = null;
    target.select();
    look();
  });
  document.addEventListener("focusout", ({ target }) => {
    if (isCell(target)) keep(target);
  });
  document.addEventListener("dblclick", ({ target }) => {
    if (isCell(target)) editing = target;
  });

  const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!isCell(cell) || event.isComposing) return;
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
      edit(cell);
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

  function edit(cell) {
    editing = cell;
    cell.setSelectionRange(cell.value.length, cell.value.length);
  }

  function undo() {
    const last = undone.pop();
    if (!last) return say("Nothing to undo.");
    for (const [name, text] of last) if (byName(name)) byName(name).value = text;
    const cell = byName(last[0][0]);
    before = cell?.value ?? "";
    go(cell);
    say(`Undone: ${last.length} cell${last.length === 1 ? "" : "s"}.`);
    check();
  }

  // --- Pasting a block ----------------------------------------------------------------------------------------
  // Rows by lines, cells by tabs; a spreadsheet quotes what holds either, or a quotation mark.
  function block(text) {
    const rows = [[]];
    const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
    while (pattern.lastIndex < text.length) {
      const [, quoted, bare, end] = pattern.exec(text) ?? [, , text.slice(pattern.lastIndex), ""];
      rows.at(-1).push((quoted?.replaceAll('""', '"') ?? bare).replace(/\s+/g, " ").trim());
      if (end === "") return rows;
      if (end !== "\t") rows.push([]);
      else if (pattern.lastIndex === text.length) rows.at(-1).push("");
    }
    if (rows.at(-1).length === 0) rows.pop();
    return rows;
  }

  document.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!isCell(event.target) || !/[\t\n\r]/.test(text)) return;
    event.preventDefault();
    const rows = block(text);
    const changed = [];
    let left = 0;
    let start = event.target;
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
    before = event.target.value;
    editing = null;
    const over = left ? ` ${left} did not fit the table and are left out.` : "";
    say(`Pasted ${changed.length} cells; Ctrl Z takes them back.${over}`);
    check();
  });

  // --- The server's check ----------------------------------------------------------------------------------------
  let waiting = 0;
  let asked = null;

  function check() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  }
  const look = check; // going to a cell asks how it reads

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const at = isCell(document.activeElement) ? document.activeElement : null;
    const data = new FormData(form());
    data.set("at", at?.name ?? "");
    try {
      const response = await fetch(form().dataset.check, { method: "POST", body: data, signal: asked.signal });
      if (response.status === 503) return void (waiting = setTimeout(ask, 1000)); // others save at this moment
      if (response.redirected || !response.ok) throw new Error(String(response.status));
      show(await response.json(), at);
    } catch (error) {
      if (error.name !== "AbortError")
        say("Not checked: the server can't be asked now. If you were logged out, log in in another tab first.");
    }
  }

  function show(answer, at) {
    document.getElementById("effects").innerHTML = answer.effects; // escaped by the server's template
    if (answer.reading) {
      document.getElementById("reading").innerHTML = answer.reading;
      document.getElementById("reading-place").textContent = at?.ariaLabel ?? "";
    }
    const changed = new Set(answer.changed);
    for (const element of form().querySelectorAll("input[name], textarea[name]")) {
      if (element.type === "hidden" || element.type === "radio") continue;
      element.classList.toggle("changed", changed.has(element.name));
      mark(element, answer.errors[element.name]);
    }
  }

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

  document.addEventListener("input", (event) => {
    if (!form()?.contains(event.target)) return;
    if (isCell(event.target)) editing = event.target;
    dirty = true;
    check();
  });

  // --- Removing, adding, moving: at once, without losing one's place ----------------------------------------------
  document.addEventListener("change", ({ target }) => {
    if (!target.name?.endsWith(":gone")) return;
    if (target.name.startsWith("col:")) return;
    target.closest("tr, .footnote")?.classList.toggle("gone", target.checked);
  });

  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (event.target !== form()) return;
    // Who has logged in again in another tab has a new token.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) form().elements.csrfmiddlewaretoken.value = token[1];
    if (!/^(add|up|down):/.test(button?.value ?? "")) {
      dirty = false; // sent on purpose
      return;
    }
    event.preventDefault();
    const frame = () => document.querySelector("#grid .frame");
    const { scrollLeft, scrollTop } = frame();
    try {
      const response = await fetch(location.href, { method: "POST", body: new FormData(form(), button) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const next = page.getElementById("grid");
      if (!next) throw new Error();
      form().replaceWith(document.adoptNode(next));
      dirty = true;
      frame().scrollTo(scrollLeft, scrollTop);
      const name = next.querySelector("[autofocus]");
      // The menu of what has moved stays open, and the button in hand.
      const again = [...next.querySelectorAll("button")].find((each) => each.value === button.value);
      (name ?? again)?.focus();
      (name ?? again)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } catch {
      say("Not done: the server can't be asked now.");
    }
  });

  // One menu at a time; Escape or a click beside it closes it.
  document.addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll("#grid details.menu[open]"))
      if (!menu.contains(target) && !menu.querySelector(".error, .conflict")) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("#grid details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // --- Leaving with something typed -----------------------------------------------------------------------------
  let dirty = Boolean(document.querySelector("#grid .changed, #grid .told"));
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
