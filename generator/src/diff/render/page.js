// Shows the changes that are asked for. Without scripts the page shows all of them.
const form = document.querySelector(".filters");
const articles = [...document.querySelectorAll("article")];
const show = () => {
  const chosen = (name) => new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));
  const impacts = chosen("impact");
  const areas = chosen("area");
  const text = form.elements.text.value.trim().toLowerCase();
  let shown = 0;
  for (const article of articles) {
    const found = text === "" || (article.parentElement.firstElementChild.textContent + article.textContent).toLowerCase().includes(text);
    article.hidden = !(impacts.has(article.dataset.impact) && areas.has(article.dataset.area) && found);
    shown += article.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("article:not([hidden])");
  }
  document.getElementById("nothing").hidden = shown > 0;
};
form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
