// Speaking instead of writing: the phone's own recognition fills the text; where there is none, or it does not work here,
// the voice is recorded and sent with the form.

const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const BITS = 24000;
const NO_USE = ["network", "service-not-allowed", "language-not-supported", "not-allowed", "audio-capture"];
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
const type = window.MediaRecorder && navigator.mediaDevices && window.DataTransfer
  && TYPES.find((each) => MediaRecorder.isTypeSupported(each));

for (const box of document.querySelectorAll("[data-voice]")) offer(box);

function offer(box) {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const text = box.closest("form").querySelector("textarea");
  const status = box.querySelector("[role=status]");
  const speak = part("speak"), record = part("record");
  text.closest(".field").append(box);
  if (Recognition) {
    speak.hidden = false;
    speak.addEventListener("click", () => listen(box, speak, text, status, () => mayRecord(part, record)));
  } else if (!mayRecord(part, record)) return;
  box.hidden = false;
  if (!record) return;
  const kept = part("kept");
  if (kept) {
    mayRecord(part, record);
    show(box, status, kept.dataset.kept);
  }
  record.addEventListener("click", () => recordOnce(box, record, status));
  part("drop").addEventListener("click", () => {
    box.querySelector("[type=file]").value = "";
    part("kept")?.remove();
    box.querySelector("audio").hidden = part("drop").hidden = true;
    status.textContent = "";
    record.focus();
  });
}

function mayRecord(part, record) {
  if (!record || !type) return false;
  record.hidden = part("about").hidden = false;
  return true;
}

function listen(box, speak, text, status, orRecord) {
  const recognition = new Recognition();
  recognition.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
  recognition.onresult = (event) => {
    const words = [...event.results].map((each) => each[0].transcript).join("");
    text.value = text.value ? `${text.value} ${words}` : words;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    status.textContent = "";
    text.focus();
  };
  recognition.onerror = (event) => {
    const isOver = NO_USE.includes(event.error);
    const isInstead = isOver && orRecord();
    speak.hidden = isOver;
    status.textContent = isOver && !isInstead ? box.dataset.refused : isInstead ? "" : box.dataset.unheard;
  };
  recognition.onnomatch = () => { status.textContent = box.dataset.unheard; };
  status.textContent = box.dataset.listening;
  recognition.start();
}

async function recordOnce(box, record, status) {
  if (box.stop) return box.stop();
  const form = box.closest("form");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    status.textContent = box.dataset.refused;
    return;
  }
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
  const words = record.textContent, pieces = [], until = Date.now() + box.dataset.voice * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) box.stop();
    else status.textContent = box.dataset.recording.replace("{n}", left);
  };
  const clock = setInterval(tick, 1000);
  recorder.ondataavailable = (event) => pieces.push(event.data);
  box.stop = () => recorder.state === "recording" && recorder.stop();
  recorder.onstop = () => {
    clearInterval(clock);
    stream.getTracks().forEach((track) => track.stop());
    delete box.stop;
    delete form.dataset.busy;
    record.textContent = words;
    const carrier = new DataTransfer();
    carrier.items.add(new File(pieces, "voice", { type: type.split(";")[0] }));
    box.querySelector("[type=file]").files = carrier.files;
    show(box, status, URL.createObjectURL(carrier.files[0]));
    if (box.goesOn) form.requestSubmit();
  };
  form.addEventListener("submit", () => { box.goesOn = Boolean(box.stop); box.stop?.(); });
  form.dataset.busy = "1";
  recorder.start();
  record.textContent = box.dataset.stop;
  tick();
}

function show(box, status, address) {
  const sound = box.querySelector("audio");
  sound.src = address;
  sound.hidden = box.querySelector("[data-drop]").hidden = false;
  status.textContent = box.dataset.ready;
}
