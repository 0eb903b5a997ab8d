// A form that is longer than the server takes is not sent: it stays on the page, with all that was typed.
const most = Number(document.querySelector("meta[name=most-bytes]")?.getAttribute("content"));

/** Bytes of a form as it would be sent. @param {HTMLFormElement} form @param {HTMLElement | null} button */
function length(form, button) {
  const fields = [...new FormData(form, button)];
  return form.enctype === "multipart/form-data"
    ? fields.reduce((sum, [name, value]) => sum + 150 + new Blob([name, value]).size, 0)
    : new URLSearchParams(fields.map(([name, value]) => [name, String(value)])).toString().length;
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    document.getElementById("too-long")?.remove();
    const bytes = length(form, event.submitter);
    if (bytes <= most) return;
    event.preventDefault();
    event.stopPropagation();
    const told = Object.assign(document.createElement("p"), { id: "too-long", className: "errornote", role: "alert" });
    told.textContent =
      `Nothing was sent: it would be ${bytes.toLocaleString("en")} bytes, and ${most.toLocaleString("en")} ` +
      "are taken at once. All that you typed is still here.";
    form.prepend(told);
    told.scrollIntoView({ block: "nearest" });
  },
  true, // before others take the form for sent
);
