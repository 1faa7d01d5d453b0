// A form that works without network. With it the page posts as any other; what is typed is in the vault before it leaves.
"use strict";
const formIsReady = (async () => {
  const box = document.querySelector("[data-offline]"), form = box?.querySelector("form");
  let early = false, button, typed = false;  // before the vault has answered: what is sent waits for it, what is typed stays
  const hold = event => { event.preventDefault(); early = true; button = event.submitter; };
  const release = () => { form?.removeEventListener("submit", hold); if (early) form.requestSubmit(button); };
  form?.addEventListener("submit", hold);
  form?.addEventListener("input", () => { typed = true; }, { once: true });
  const device = form && await vault.device().catch(() => null);
  if (!device || String(device.account) !== box.dataset.account) return release();
  const path = location.pathname, edits = "before" in form.elements;
  const isCut = () => !navigator.onLine || "kept" in document.documentElement.dataset;
  let busy = false, timer;

  // reading and filling
  const texts = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken")
    .map(([name, value]) => [name, value.replace(/\r\n?|\n/g, "\r\n")]);  // as a browser posts it
  async function files() {
    const found = [...new FormData(form)].filter(([, value]) => value instanceof File && value.size);
    return Promise.all(found.map(async ([name, file]) => [name, file.name, file.type, await base64(file), crypto.randomUUID()]));
  }
  function fill(fields) {
    for (const input of form.elements) {
      if (!input.name || input.type === "file" || ["receipt", "csrfmiddlewaretoken"].includes(input.name)) continue;
      const values = fields.filter(([name]) => name === input.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
      else if (input.type === "select-multiple") for (const option of input.options) option.selected = values.includes(option.value);
      else if (values.length) input.value = values[0];
    }
  }
  function hand(files) {
    for (const input of form.querySelectorAll("input[type=file]")) {
      const held = new DataTransfer();
      for (const [field, name, type, data] of files)
        if (field === input.name) held.items.add(new File([Uint8Array.from(atob(data), letter => letter.charCodeAt(0))], name, { type }));
      if (held.items.length) input.files = held.files;
    }
  }
  const label = () => box.dataset.record ?? box.dataset.label.split(" ").map(name => form.elements[name]?.value).filter(Boolean).join(" ");
  const say = (what, name = "") => {
    for (const told of box.querySelectorAll("[data-say]")) told.hidden = told.dataset.say !== what;
    const slot = box.querySelector(`[data-say="${what}"] [data-name]`);
    if (slot) slot.textContent = name;
    if (edits && what === "kept") box.scrollIntoView();
  };
  const renew = () => { form.elements.receipt.value = crypto.randomUUID(); };

  // what the page begins with: an entry to mend, a form refused a moment ago, a draft, or nothing
  const asked = new URLSearchParams(location.hash.slice(1)).get("corriger");
  const pending = asked ? await vault.entry(asked)
    : edits && (await vault.entries()).find(entry => entry.path === path && entry.state === "kept");
  const draft = await vault.draft(path);
  if (box.dataset.returned) {
    await vault.removeEntry(form.elements.receipt.value);
    await vault.putDraft(path, { fields: texts() });
  } else if (pending) {
    fill(pending.fields);
    hand(pending.files);
    form.elements.receipt.value = pending.id;
    if (asked) say("mend", pending.sentence);
  } else {
    renew();
    if (draft && !typed) { fill(draft.fields); say("draft"); }
  }
  box.querySelector("[data-clear]")?.addEventListener("click", async () => { await vault.removeDraft(path); next(); say(""); });

  // nothing typed is lost: the draft follows the keyboard
  const still = () => { clearTimeout(timer); timer = 0; };
  const save = () => { still(); return vault.putDraft(path, { fields: texts() }); };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 250); });
  addEventListener("visibilitychange", () => { if (document.hidden && timer) save(); });

  function next() {
    still();
    busy = false;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.ariaDisabled = null;
    if (location.hash) history.replaceState(null, "", path);
    if (edits) return;
    const again = texts().filter(([name]) => box.dataset.repeat.split(" ").includes(name));
    form.reset();
    for (const [name, value] of again) form.elements[name].value = value;
    renew();
    (form.querySelector("[autofocus]") ?? form.querySelector("input:not([type=hidden]),select,textarea"))?.focus();
  }

  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    still();
    const entry = { id: form.elements.receipt.value, path, title: box.dataset.offline, label: label(), fields: texts(),
      files: await files(), typed_at: new Date().toISOString(), state: "kept" };
    const isHere = await vault.commit(entry).then(() => true, () => false);
    if (!isCut() || !isHere && navigator.onLine) return HTMLFormElement.prototype.submit.call(form);
    if (!isHere) { busy = false; return say("full"); }
    next();
    say("kept", entry.label);
    sender.say();
    navigator.serviceWorker.ready.then(worker => worker.sync?.register("send")).catch(() => null);
    if (navigator.onLine) sender.send();
  });
  addEventListener("pageshow", event => { if (event.persisted) busy = false; });
  release();

  async function base64(file) {
    const address = await new Promise(done => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(file);
    });
    return address.slice(address.indexOf(",") + 1);
  }
})();
