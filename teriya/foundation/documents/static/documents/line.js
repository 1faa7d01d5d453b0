// A line that breaks: an answer is sent again, by itself, until it is through; its receipt makes it count once.
"use strict";
(() => {
  const AWAY = new Set([502, 503, 504]), PATIENCE = 60_000, PAUSE = 3000;
  const WHOLE = /(<\/html>|})\s*$/;  // a page or a word of JSON; a browser may take what a cut left of an answer for all of it
  const note = id => document.getElementById(id);
  const part = (form, name) => form.querySelector(`[${name}]`);
  let sending = false;

  // The site's answer, whole; meanwhile the page says that there is no network.
  async function line(address, how) {
    for (;;) {
      const answer = await fetch(address, { method: "POST", signal: AbortSignal.timeout?.(PATIENCE), ...how }).catch(() => null);
      const text = answer && !AWAY.has(answer.status) ? await answer.text().catch(() => "") : "", isWhole = WHOLE.test(text);
      note("wait").hidden = isWhole;
      const onward = isWhole && answer.headers.get("Content-Location");  // the next page came with the answer
      if (isWhole) return { ok: answer.ok, redirected: answer.redirected || Boolean(onward), url: onward || answer.url, text };
      await new Promise(done => { setTimeout(done, PAUSE); addEventListener("online", done, { once: true }); });
    }
  }

  // The photo first, in pieces; the form then says by their id that it arrived.
  async function inPieces(form, sent) {
    const file = sent.get("photo"), bar = part(form, "data-leaving");
    if (!sent.get("arrived")) sent.set("arrived", crypto.randomUUID());
    await pieces.keep(note("wait").dataset.account, sent);
    bar.hidden = false;
    part(note("wait"), "data-stay").hidden = true;  // one may close: it goes on from there
    await pieces.send(form.dataset.pieces, sent.get("arrived"), file, { "X-CSRFToken": sent.get("csrfmiddlewaretoken") }, line, done => {
      bar.querySelector("progress").value = done;
    });
    sent.delete("photo");
  }

  async function send(form, sent) {
    if (sending) return;
    sending = true;
    const inHand = form.dataset.pieces && sent.get("photo")?.size;
    if (inHand) await inPieces(form, sent);
    const answer = await line(new URL(form.getAttribute("action") ?? "", location.href), { body: sent, headers: { "X-Onward": "1" } });
    const page = new DOMParser().parseFromString(answer.text, "text/html");
    if (answer.redirected && !page.getElementById("wait")) return location.assign(answer.url);  // to sign in: nothing is done yet
    if (inHand) await pieces.forget();
    if (!page.getElementById("wait")) return location.reload();
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.title = page.title;
    if (answer.redirected) history.pushState(null, "", answer.url);
    sending = false;
    scrollTo(0, 0);
    look();
  }

  // A photo that had not left when the page was closed goes on from its own page; the others lead there.
  async function look() {
    const left = await pieces.left(note("wait").dataset.account), form = document.querySelector("[data-pieces]");
    if (!left || sending) return;
    if (left.path !== location.pathname) {
      note("left").hidden = false;
      part(note("left"), "href").href = left.path;
    } else if (form) {
      const sent = new FormData();
      for (const [name, value] of left.fields) sent.append(name, value);
      sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      send(form, sent);
    }
  }

  addEventListener("submit", event => {
    if (event.target.method !== "post") return;
    event.preventDefault();
    send(event.target, new FormData(event.target, event.submitter));
  });
  addEventListener("popstate", () => location.reload());
  look();
})();
