// A line that breaks: an answer is sent again, by itself, until it is through; its receipt makes it count once.
"use strict";
addEventListener("submit", async event => {
  const form = event.target, wait = document.getElementById("wait");
  if (form.method !== "post" || !wait) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const sent = new FormData(form, event.submitter);
  for (;;) {
    const answer = await fetch(location.href, { method: "POST", body: sent }).catch(() => null);
    const text = answer && await answer.text().catch(() => null);
    if (text === null) {
      wait.hidden = false;
      await new Promise(done => setTimeout(done, 3000));
      continue;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.getElementById("wait")) return answer.redirected ? location.assign(answer.url) : location.reload();
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.title = page.title;
    if (answer.redirected) history.pushState(null, "", answer.url);
    return scrollTo(0, 0);
  }
});
addEventListener("popstate", () => location.reload());
