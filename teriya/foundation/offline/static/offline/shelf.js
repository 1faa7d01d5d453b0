// What this device keeps, shown: how many, where each stands, and the button that sends.
"use strict";
(async () => {
  const shelf = document.querySelector("[data-shelf]");
  if (!shelf || !("serviceWorker" in navigator) || !window.crypto?.subtle) return;
  navigator.serviceWorker.register(shelf.dataset.worker).catch(() => null);
  const enrolling = document.querySelector("[data-enrol] form");
  enrolling?.addEventListener("submit", enrol);
  await (typeof formIsReady === "undefined" ? null : formIsReady.catch(error => console.error(error)));

  const device = await vault.device().catch(() => null);
  const isMine = device && String(device.account) === shelf.dataset.account;
  const isHome = location.pathname === shelf.dataset.home, FEW = 5;
  const isKept = () => "kept" in document.documentElement.dataset;
  shelf.dataset.is = !device ? "absent" : isMine ? "ready" : "other";
  for (const part of document.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(shelf.dataset.is);
  shelf.hidden = false;
  if (!device) return;
  if (isMine && device.left) await vault.prepare({ ...device, left: false });  // back before all was received
  document.querySelector(`[data-device="${device.id}"]`)?.removeAttribute("hidden");

  sender.hear(() => show());
  addEventListener("online", send);
  addEventListener("offline", show);
  shelf.querySelector("[data-send]").addEventListener("click", send);
  setInterval(() => { if (isKept() || !navigator.onLine) send(); }, 60000);
  await forget();
  await show();
  await send();
  if (isMine && navigator.onLine && !isKept()) await keep();

  async function enrol(event) {
    event.preventDefault();
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const secret = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
    enrolling.elements.secret.value = secret;
    await vault.prepare({ id: enrolling.elements.receipt.value, secret, account: Number(shelf.dataset.account), send: shelf.dataset.to });
    await navigator.storage?.persist?.();
    HTMLFormElement.prototype.submit.call(enrolling);
  }

  async function send(event) {
    const isReached = await sender.send(Boolean(event));  // asked for: after the one that is failing, not instead
    if (isReached && !await vault.device()) return location.reload();  // revoked: emptied
    if (isReached && !isMine && await vault.wipe()) return location.reload();  // another person's work is all received
    await show(isReached);
  }

  async function show(isReached = true) {
    const entries = await vault.entries(), open = entries.filter(entry => entry.state !== "accepted" && entry.state !== "dropped");
    const kept = open.filter(entry => entry.state === "kept").length;
    const words = shelf.dataset[kept === 0 ? "none" : kept === 1 ? "one" : "many"];
    shelf.querySelector("[data-count]").textContent = words.replace("#", kept);
    shelf.querySelector("[data-send]").hidden = kept === 0;
    const isCut = !navigator.onLine || isKept() && isReached !== true;
    for (const told of shelf.querySelectorAll("[data-network]")) told.hidden = (told.dataset.network === "cut") !== isCut;
    const done = entries.filter(entry => entry.state === "accepted").slice(-FEW).reverse();
    const shown = isHome ? [...open.reverse(), ...done] : [...open.reverse(), ...done].slice(0, FEW);
    const held = new Set(open.map(entry => entry.path));
    for (const told of document.querySelectorAll("[data-kept-of]")) told.hidden = !held.has(told.dataset.keptOf);
    shelf.querySelector("[data-more]").hidden = isHome || open.length <= FEW;
    shelf.querySelector("[data-entries]").replaceChildren(...shown.map(row));
  }

  function row(entry) {
    const line = shelf.querySelector("template[data-entry]").content.cloneNode(true), part = name => line.querySelector(`[data-${name}]`);
    part("label").textContent = entry.label || entry.title;
    part("title").textContent = entry.title;
    part("sentence").textContent = entry.receipt || entry.sentence || "";
    part("tag").append(shelf.querySelector(`template[data-state="${entry.state}"]`).content.cloneNode(true));
    const isThere = entry.code === "already_received";  // in another version: sent again, it would be refused again
    part("mend").hidden = entry.state !== "refused" || isThere;
    part("mend").href = `${entry.path}#corriger=${entry.id}`;
    part("there").hidden = part("drop").hidden = !isThere;
    part("there").href = entry.page ?? "";
    part("drop").addEventListener("click", async () => { await vault.removeEntry(entry.id); show(); });
    part("page").hidden = entry.state !== "conflict";
    part("page").href = entry.page ?? "";
    return line;
  }

  // What was received more than a day ago is shown no longer.
  async function forget() {
    const old = new Date(Date.now() - 24 * 3600 * 1000).toISOString();
    for (const entry of await vault.entries())
      if (["accepted", "dropped"].includes(entry.state) && entry.typed_at < old) await vault.removeEntry(entry.id);
  }

  // The pages that this person's work needs, as they stand now.
  async function keep() {
    const pages = [], known = await vault.page(shelf.dataset.home);
    if (!isHome && known && Date.now() - known.at < 15 * 60 * 1000) return;
    const home = await copy(shelf.dataset.home);
    if (!home) return;
    const links = new DOMParser().parseFromString(home.html, "text/html").querySelectorAll("a[data-keep]");
    for (const link of links) pages.push(await copy(link.getAttribute("href")));
    if (pages.every(Boolean)) await vault.putPages([home, ...pages]);
    document.querySelector("[data-ready]")?.removeAttribute("hidden");
  }
  async function copy(path) {
    const answer = await fetch(path, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return null;
    return { path, at: Date.now(), policy: answer.headers.get("Content-Security-Policy") ?? "", html: await answer.text() };
  }
})();
