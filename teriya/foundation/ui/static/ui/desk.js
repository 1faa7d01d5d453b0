// Comfort for those who work here all day; every page works without it.
"use strict";
// One click, one sending: the receipt already guards, this shows it.
addEventListener("submit", event => {
  if (event.target.method !== "post") return;
  const button = event.submitter;
  if (button?.ariaDisabled) return event.preventDefault();
  if (button) button.ariaDisabled = "true";
});
addEventListener("pageshow", event => {
  if (event.persisted) document.querySelectorAll("[aria-disabled]").forEach(button => { button.ariaDisabled = null; });
});
// In a table that has the focus, J and K go to the next and the previous row's link.
addEventListener("keydown", event => {
  const step = { j: 1, k: -1 }[event.key], table = event.target.closest?.(".scroll");
  if (!step || !table || event.target.matches("input,select,textarea")) return;
  const links = [...table.querySelectorAll("tbody tr")].map(row => row.querySelector("a")).filter(Boolean);
  const here = links.findIndex(link => link.closest("tr").contains(event.target));
  links[here < 0 ? 0 : here + step]?.focus();
});
// A list to search by any of its words: what is chosen goes to the end of another field.
document.querySelectorAll("[data-comfort]").forEach(part => { part.hidden = false; });
const plain = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
function pick(box, option) {
  const field = document.getElementById(box.dataset.pick);
  field.value = `${field.value} ${option.value.split(" ")[0]}`.trim();
  box.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
addEventListener("input", event => {
  const box = event.target, chosen = box.dataset?.pick && [...box.list.options].find(option => option.value === box.value);
  if (chosen) pick(box, chosen);
});
addEventListener("keydown", event => {
  const box = event.target;
  if (event.key !== "Enter" || !box.dataset?.pick || !box.value.trim()) return;
  event.preventDefault();
  const words = plain(box.value).split(" ");
  const found = [...box.list.options].find(option => words.every(word => plain(option.value).includes(word)));
  if (found) pick(box, found);
});
// Long work: the page looks again by itself, and stops when the work does.
(function look() {
  if (!document.querySelector("[data-refresh]")) return;
  setTimeout(async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (fresh) document.querySelector("main").replaceWith(fresh);
    }
    look();
  }, 3000);
})();
