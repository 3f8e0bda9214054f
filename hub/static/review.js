// On the review page: 1-4 scores the criterion at hand and goes to the next; J and K walk through the queue.
// Everything here also works without it.
(() => {
  "use strict";
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const approve = form.querySelector("[data-approve]");
  const changes = form.querySelector("[data-changes]");
  document.body.classList.add("with-keys");

  const chosen = (criterion) => criterion.querySelector("input[type=radio]:checked");
  const low = (criterion) => ["1", "2"].includes(chosen(criterion)?.value);

  function show() {
    const anyLow = criteria.some(low);
    // Only what is certain here is refused here; what other judges gave is for the hub to weigh.
    approve.disabled = anyLow;
    approve.classList.toggle("primary", !anyLow);
    changes.classList.toggle("primary", anyLow);
    for (const criterion of criteria) {
      const meaning = criterion.querySelector(".meaning");
      meaning.dataset.scale ??= meaning.textContent;
      const words = chosen(criterion)?.parentElement.querySelector(".unseen")?.textContent.trim();
      meaning.textContent = words ? `${chosen(criterion).value}: ${words}` : meaning.dataset.scale;
    }
  }

  function score(value) {
    const focused = document.activeElement?.closest("[data-criterion]");
    const criterion = focused ?? criteria.find((each) => !chosen(each)) ?? criteria.at(-1);
    criterion.querySelector(`input[value="${value}"]`).checked = true;
    const next = criteria[criteria.indexOf(criterion) + 1];
    const target = low(criterion) ? criterion.querySelector("textarea") : next?.querySelector("input[type=radio]");
    target?.focus();
    show();
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (["1", "2", "3", "4"].includes(key)) { event.preventDefault(); score(key); }
    else if (key === "j" && form.dataset.next) location.href = form.dataset.next;
    else if (key === "k" && form.dataset.previous) location.href = form.dataset.previous;
  });
  form.addEventListener("change", show);
  show();
})();
