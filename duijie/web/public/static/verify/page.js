// The page of checking: a code that is pasted, a file that is chosen or dropped, a picture, the camera, or the address.

import { codeIn } from "./codes.js";
import { show, teller } from "./telling.js";

const SOON = 250;
const script = document.querySelector("#verify-script");
const given = JSON.parse(document.querySelector("#given").textContent);
const { say, right, refused } = teller(given);
const form = document.querySelector("#verify");
const place = document.querySelector("#result");
const file = form?.querySelector("[name=file]");
const tell = (sentence) => { place.textContent = sentence; };

async function judge(text) {
  tell(say("working"));
  const { check, parseTrusts } = await import("./disclosures.js");
  try {
    show(place, right(await check(text, { trusts: parseTrusts(given.trusts), words: given.words })), say);
  } catch (error) {
    if (!error.kind) throw error;
    show(place, refused(error.kind), say);
  }
}

const detector = () => new globalThis.BarcodeDetector({ formats: ["qr_code"] });

// The longest code that is seen: beside the dense code a paper has a small one.
async function codeOn(picture) {
  const found = await detector().detect(picture);
  return found.map((each) => each.rawValue).sort((one, other) => other.length - one.length)[0] ?? "";
}

async function canSee() {
  return "BarcodeDetector" in globalThis && (await globalThis.BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

async function judgeFile(chosen) {
  if (!chosen.type.startsWith("image/")) return judge(await chosen.text());
  if (!(await canSee())) {
    if (navigator.onLine) return form.submit();
    return tell(say("needs_network"));
  }
  const text = await codeOn(await createImageBitmap(chosen));
  return text ? judge(text) : tell(say("no_code"));
}

function listen() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = form.querySelector("[name=code]").value.trim();
    if (text) judge(text);
    else if (file.files.length) judgeFile(file.files[0]);
    else tell(say("empty"));
  });
  file.addEventListener("change", () => file.files.length && judgeFile(file.files[0]));
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const { files } = event.dataTransfer;
    if (files.length) judgeFile(files[0]);
    else judge(event.dataTransfer.getData("text/plain"));
  });
}

async function scan(button) {
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  } catch {
    return tell(say("no_camera"));
  }
  const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, playsInline: true });
  const camera = document.querySelector("#camera");
  const stop = () => {
    stream.getTracks().forEach((track) => track.stop());
    camera.replaceChildren();
    camera.hidden = true;
    button.hidden = false;
  };
  const ending = Object.assign(document.createElement("button"), { type: "button", className: "button plain", textContent: say("stop") });
  ending.addEventListener("click", stop);
  camera.replaceChildren(video, ending);
  camera.hidden = false;
  button.hidden = true;
  tell(say("look"));
  await video.play();
  const look = async () => {
    if (camera.hidden) return;
    const text = await codeOn(video).catch(() => "");
    if (codeIn(text) === null) setTimeout(look, SOON);
    else {
      stop();
      judge(text);
    }
  };
  return look();
}

async function offerTheCamera() {
  if (!navigator.mediaDevices || !(await canSee())) return;
  const button = document.querySelector("#scan");
  button.parentElement.hidden = false;
  button.addEventListener("click", () => scan(button));
}

if (form) {
  listen();
  offerTheCamera();
  const fromAddress = location.hash.slice(1);
  if (codeIn(fromAddress) !== null) judge(fromAddress);
  addEventListener("hashchange", () => codeIn(location.hash.slice(1)) !== null && judge(location.hash.slice(1)));
}
navigator.serviceWorker?.register(`${script.dataset.home}worker.js`, { type: "module", scope: script.dataset.home })
  .catch(() => undefined);
