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
