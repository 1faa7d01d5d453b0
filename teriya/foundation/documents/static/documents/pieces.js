// A file leaves in pieces. Kept on the phone until it is through: after a cut, a reload or a killed browser it goes on
// from what the site has received.
"use strict";
const pieces = (() => {
  const PIECE = 32_768, KEPT_FOR = 7 * 24 * 3600 * 1000;
  let opening;

  const open = () => opening ??= new Promise((done, failed) => {
    const asked = indexedDB.open("teriya-pieces", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("left");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  async function within(mode, work) {
    const base = await open();
    return new Promise((done, failed) => {
      const transaction = base.transaction("left", mode, { durability: "strict" }), asked = work(transaction.objectStore("left"));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => failed(transaction.error);
    });
  }

  return {
    // One form on its way: {account, path, at, fields}. Of another person, or forgotten a week, it goes.
    async left(account) {
      const found = await within("readonly", rows => rows.get("form")).catch(() => null);
      if (!found || found.account === account && Date.now() - found.at < KEPT_FOR) return found;
      await pieces.forget();
    },
    keep: (account, sent) => within("readwrite", rows =>
      rows.put({ account, path: location.pathname, at: Date.now(), fields: [...sent] }, "form")).catch(() => null),
    forget: () => within("readwrite", rows => rows.delete("form")).catch(() => null),

    // `line` fetches until the site answers, `whose` are the heads by which it knows who sends. Resolves when the file is there, or when it is refused: the form then says why.
    async send(address, id, file, whose, line, tell) {
      const bytes = new Blob([await file.arrayBuffer()]);
      for (let here = 0, body = null;; body = bytes.slice(here, here + PIECE)) {  // the first one asks what is there
        const of = new URLSearchParams({ file: id, name: file.name, start: here, size: bytes.size });
        const answer = await line(`${address}?${of}`, { body, headers: { ...whose, "Content-Type": "application/octet-stream" } });
        if (!answer.ok || answer.redirected) return;
        ({ here } = JSON.parse(answer.text));
        tell(here / bytes.size);
        if (here >= bytes.size) return;
      }
    },
  };
})();
