// Small comforts of every page; nothing here is needed.

const AGAIN_AFTER = 8000;

// A form is sent once: a second press within eight seconds, or while photos are being made smaller, does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent || form.dataset.busy) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), AGAIN_AFTER);
});

// A page that the browser's back button brings up again may be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

// How many characters are left; read out only when typing rests.
for (const box of document.querySelectorAll("[data-limit]")) {
  const text = box.querySelector("textarea");
  const words = box.querySelector(".count");
  const spoken = document.createElement("span");
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  box.append(spoken);
  let timer;
  const show = () => {
    const left = box.dataset.limit - [...text.value].length;
    words.textContent = (left < 0 ? words.dataset.over : words.dataset.left).replace("{n}", Math.abs(left));
    words.classList.toggle("over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { if (document.activeElement === text) spoken.textContent = words.textContent; }, 1500);
  };
  text.addEventListener("input", show);
  if (text.value) show();
}

// Speaking is offered where the phone can listen; its script is fetched when it is wanted, for it would delay the page.
for (const place of document.querySelectorAll("[data-listener]")) {
  const hears = window.SpeechRecognition || window.webkitSpeechRecognition;
  const records = place.dataset.records && window.MediaRecorder && navigator.mediaDevices;
  const begin = () => { place.hidden = true; import(place.dataset.listener); };
  if (place.dataset.begun) begin();
  else place.hidden = !(hears || records);
  place.querySelector("button").addEventListener("click", begin);
}

// Where something has to be put right, begin there.
document.querySelector("#problems")?.focus();

// Meanings of words: a tap opens and shuts, Escape shuts, and none runs over the right edge. Without this, the link
// leads to the glossary.
for (const term of document.querySelectorAll(".term")) {
  const link = term.querySelector("a");
  const meaning = term.querySelector(".meaning");
  let byTouch = false;
  const place = () => {
    term.classList.remove("shut", "from-right");
    if (meaning.getBoundingClientRect().right > document.documentElement.clientWidth) term.classList.add("from-right");
  };
  term.addEventListener("pointerenter", place);
  term.addEventListener("focusin", place);
  link.addEventListener("pointerdown", (event) => { byTouch = event.pointerType !== "mouse"; });
  link.addEventListener("click", (event) => {
    if (!byTouch) return;
    event.preventDefault();
    byTouch = false;
    if (!term.classList.toggle("open")) term.classList.add("shut");
  });
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term")) {
    term.classList.remove("open");
    term.classList.add("shut");
  }
});
document.addEventListener("pointerdown", (event) => {
  for (const term of document.querySelectorAll(".term.open")) if (!term.contains(event.target)) term.classList.remove("open");
});
