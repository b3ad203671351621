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
