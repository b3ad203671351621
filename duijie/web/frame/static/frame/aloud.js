// Elder mode: the page is read aloud with the browser's own voice, paragraph by paragraph; a second press stops it.

const place = document.querySelector(".aloud");
const button = place?.querySelector("button");
const PIECES = "h1, h2, h3, p, li, dt, dd, th, td, label, legend, summary, .notice h2";

if (button && "speechSynthesis" in window) {
  const start = button.textContent;
  const stop = button.dataset.stop;
  let playing = false;
  place.hidden = false;

  const finish = () => {
    playing = false;
    speechSynthesis.cancel();
    button.textContent = start;
    document.querySelector(".reading")?.classList.remove("reading");
  };

  const next = (pieces) => {
    document.querySelector(".reading")?.classList.remove("reading");
    const piece = pieces.shift();
    if (!playing || !piece) return finish();
    piece.classList.add("reading");
    piece.scrollIntoView({ block: "nearest" });
    const speech = new SpeechSynthesisUtterance(piece.innerText);
    speech.lang = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
    speech.rate = 0.85;
    speech.onend = () => next(pieces);
    speech.onerror = finish;
    speechSynthesis.speak(speech);
  };

  button.addEventListener("click", () => {
    if (playing) return finish();
    playing = true;
    button.textContent = stop;
    const found = [...document.querySelectorAll(`main :is(${PIECES})`)];
    next(found.filter((piece) => piece !== place && !piece.querySelector(PIECES) && piece.innerText.trim()
      && piece.getClientRects().length));
  });
  addEventListener("pagehide", finish);
}
