// The vault: what this device keeps until the network is back, closed by a key that cannot leave the browser.
// Shared by the pages and by the service worker.
"use strict";
const vault = (() => {
  const STORES = ["keys", "entries", "drafts", "pages"];
  let opening, closing;

  function open() {
    return opening ??= new Promise((done, failed) => {
      const asked = indexedDB.open("teriya-offline", 1);
      asked.onupgradeneeded = () => STORES.forEach(name => asked.result.createObjectStore(name));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  }

  // One transaction over some stores, on the disk before it answers: a killed browser loses nothing.
  async function within(stores, mode, work) {
    const base = await open();
    return new Promise((done, failed) => {
      const transaction = base.transaction(stores, mode, { durability: "strict" });
      const asked = work(...stores.map(name => transaction.objectStore(name)));
      transaction.oncomplete = () => done(asked?.result);
      transaction.onabort = () => failed(transaction.error);
    });
  }
  const read = (store, work) => within([store], "readonly", work);
  const key = () => closing ??= read("keys", keys => keys.get("key")).then(found => found ?? (closing = undefined));

  async function seal(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12)), bytes = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), bytes) };
  }
  async function unseal(sealed) {
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key(), sealed.data);
    return JSON.parse(new TextDecoder().decode(bytes));
  }
  async function get(store, name) {
    const sealed = await read(store, rows => rows.get(name));
    return sealed && await key() ? unseal(sealed) : null;
  }
  async function put(store, name, value) {
    const sealed = await seal(value);
    await within([store], "readwrite", rows => { rows.put(sealed, name); });
  }
  const remove = (store, name) => within([store], "readwrite", rows => { rows.delete(name); });

  return {
    // The device: {id, secret, account, send, home}; null before it is prepared.
    device: () => get("keys", "device"),
    async prepare(device) {
      if (!await key()) {
        const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
        await within(["keys"], "readwrite", keys => { keys.put(made, "key"); });
      }
      await put("keys", "device", device);
    },

    // Entries: {id, path, title, label, fields, files, typed_at, state, code, sentence, receipt, page}.
    async entries() {
      const rows = await read("entries", rows => rows.getAll());
      const found = await key() ? await Promise.all(rows.map(unseal)) : [];
      return found.sort((one, other) => one.typed_at < other.typed_at ? -1 : 1);
    },
    entry: id => get("entries", id),
    putEntry: entry => put("entries", entry.id, entry),
    removeEntry: id => remove("entries", id),
    // Of a draft an entry: both or neither.
    async commit(entry) {
      const sealed = await seal(entry);
      await within(["entries", "drafts"], "readwrite", (entries, drafts) => {
        entries.put(sealed, entry.id);
        drafts.delete(entry.path);
      });
    },

    draft: path => get("drafts", path),
    putDraft: (path, draft) => put("drafts", path, draft),
    removeDraft: path => remove("drafts", path),

    page: path => get("pages", path),
    // All at once: a page that is no longer offered goes.
    async putPages(pages) {
      const sealed = await Promise.all(pages.map(async page => [page.path, await seal(page)]));
      await within(["pages"], "readwrite", rows => { rows.clear(); for (const [path, page] of sealed) rows.put(page, path); });
    },

    // Signed out, or revoked: nothing stays, not even the key. What is not received yet stays, closed, until it is.
    async wipe() {
      const unsent = (await this.entries()).some(entry => entry.state === "kept");
      if (unsent) await put("keys", "device", { ...await this.device(), left: true });
      await within(unsent ? ["pages", "drafts"] : STORES, "readwrite", (...all) => { all.forEach(store => store.clear()); });
      closing = undefined;
      return !unsent;
    },
  };
})();
