// On the review page: 1-4 scores the criterion at hand and goes to the next; J and K walk through the queue.
// Everything here also works without it.
(() => {
  "use strict";
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const buttons = [...form.querySelectorAll("[name=decision]")];
  const hint = form.querySelector("#next-step");
  document.body.classList.add("with-keys");

  const chosen = (criterion) => criterion.querySelector("input[type=radio]:checked");
  const value = (criterion) => chosen(criterion)?.value;
  const low = (criterion) => ["1", "2"].includes(value(criterion));
  const good = (criterion) =>
    ["3", "4"].includes(value(criterion)) || (value(criterion) === "pass" && "vouched" in criterion.dataset);

  function nextStep() {
    if (criteria.every(good)) return "approve";
    return criteria.some((each) => low(each) || !chosen(each)) ? "request_changes" : "hand_on";
  }

  function show() {
    const step = nextStep();
    for (const button of buttons) {
      button.classList.toggle("primary", button.value === step);
      // Only what is certain here is refused here; what other judges gave is for the hub to weigh.
      if (button.value === "approve") button.disabled = criteria.some(low);
    }
    const words = hint.getAttribute(`data-${step.replace("_", "-")}`);
    if (hint.textContent !== words) hint.textContent = words; // a live region: said when it changes
    for (const criterion of criteria) {
      const meaning = criterion.querySelector(".meaning");
      meaning.dataset.scale ??= meaning.textContent;
      const meant = chosen(criterion)?.parentElement.querySelector(".unseen")?.textContent.trim();
      meaning.textContent = meant ? `${value(criterion)}: ${meant}` : meaning.dataset.scale;
    }
  }

  function score(given) {
    const focused = document.activeElement?.closest("[data-criterion]");
    const criterion = focused ?? criteria.find((each) => !chosen(each)) ?? criteria.at(-1);
    criterion.querySelector(`input[value="${given}"]`).checked = true;
    const next = criteria[criteria.indexOf(criterion) + 1];
    const onward = next ? next.querySelector("input[type=radio]") : buttons.find((each) => each.value === nextStep());
    show();
    (low(criterion) ? criterion.querySelector("textarea") : onward).focus();
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "enter" && event.target.matches("input[type=radio]")) {
      event.preventDefault();
      form.requestSubmit(buttons.find((each) => each.value === nextStep()));
    } else if (["1", "2", "3", "4"].includes(key)) { event.preventDefault(); score(key); }
    else if (key === "j" && form.dataset.next) location.href = form.dataset.next;
    else if (key === "k" && form.dataset.previous) location.href = form.dataset.previous;
  });
  form.addEventListener("change", show);
  show();
})();
