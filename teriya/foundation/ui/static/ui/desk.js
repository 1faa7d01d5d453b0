// Comfort for those who work here all day; every page works without it.
"use strict";
// On a telephone the menu is one line that slides: the door where one stands comes into sight.
const door = document.querySelector("header nav [aria-current]");
if (door) door.parentElement.scrollLeft = door.offsetLeft - door.parentElement.offsetLeft - 40;
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
