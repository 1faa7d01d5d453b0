// Sending what the vault keeps. One tab or worker at a time; each entry gets its own answer.
"use strict";
const sender = (() => {
  const AT_ONCE = 25, HEAVY = 3e6;  // entries; characters of a sending
  const AWAITED = new Set(["kept", "waiting"]), AGAIN = new Set([...AWAITED, "held", "conflict", "refused"]);
  const [mouth, ear] = [1, 2].map(() => new BroadcastChannel("teriya-offline"));  // one never hears itself
  const say = () => mouth.postMessage("changed");

  function batch(entries) {
    const chosen = [];
    let weight = 0;
    for (const entry of entries) {
      const brings = entry.state === "kept", alone = brings && entry.files.length;  // with its photos, it goes alone
      weight += brings ? JSON.stringify(entry.fields).length : 0;
      if (chosen.length && (chosen.length === AT_ONCE || weight > HEAVY || alone)) break;
      chosen.push(entry);
      if (alone) break;
    }
    return chosen;
  }

  // The photos first, in pieces: after a cut they go on from what the site has received. The entry then names them.
  async function photosOf(device, entry) {
    if (entry.files.some(file => !file[4])) {  // kept by an older page of ours: named before they leave
      for (const file of entry.files) file[4] ??= crypto.randomUUID();
      await vault.putEntry(entry);
    }
    for (const [, name, type, data, id] of entry.files) {
      const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
      await pieces.send(`${device.send}morceau/`, id, new File([bytes], name, { type }), { "Authorization": `Device ${device.secret}` }, reach, () => null);
    }
    return entry.files.map(([field, name, type, , id]) => [field, name, type, { arrived: id }]);
  }
  async function reach(address, how) {
    const answer = await fetch(address, { method: "POST", credentials: "same-origin", signal: AbortSignal.timeout(60000), ...how });
    if (!answer.ok && answer.status !== 422) throw new Error(`piece: ${answer.status}`);
    return { ok: answer.ok, redirected: answer.redirected, text: await answer.text() };
  }

  async function post(device, entries) {
    // What was received before only asks, by its id, where it stands.
    const brought = await Promise.all(entries.map(async entry => {
      const { id, path, fields, typed_at } = entry;
      return entry.state === "kept" ? { id, path, fields, files: await photosOf(device, entry), typed_at } : { id };
    }));
    const answer = await fetch(device.send, {
      method: "POST", credentials: "same-origin", signal: AbortSignal.timeout(60000),
      headers: { "Authorization": `Device ${device.secret}`, "Content-Type": "application/json" },
      body: JSON.stringify({ sent_at: new Date().toISOString(), entries: brought }),
    });
    if (!answer.ok) throw new Error(`sending: ${answer.status}`);
    return answer.json();
  }

  async function note(sent, told) {
    const now = await vault.entry(sent.id);
    if (!now || now.typed_at !== sent.typed_at) return;  // mended meanwhile: its own sending will tell
    const entry = { ...now, state: told.state, code: told.code, sentence: told.sentence, receipt: told.receipt, page: told.page };
    if (told.state === "accepted" || told.state === "dropped") entry.fields = entry.files = [];  // the agency holds it
    await vault.putEntry(entry);
  }

  // Another version is already received: asked by its id, the site would speak of that one, and this one would be forgotten.
  const asks = entry => AGAIN.has(entry.state) && entry.code !== "already_received";

  async function sendAll() {
    const device = await vault.device(), tried = new Set();
    if (!device) return;
    for (;;) {
      const waiting = (await vault.entries()).filter(entry => asks(entry) && !tried.has(entry.id + entry.typed_at));
      if (!waiting.length) return device.left ? vault.wipe() : null;  // its person signed out before all was received
      const chosen = batch(waiting), answer = await post(device, chosen);
      for (const entry of chosen) tried.add(entry.id + entry.typed_at);
      for (const told of answer.entries) await note(chosen.find(entry => entry.id === told.id) ?? {}, told);
      say();
      if (answer.revoked && await vault.wipe()) return;
    }
  }

  return {
    say,
    hear: listener => { ear.onmessage = listener; },
    // Resolves to true when the site answered, false when it could not be reached.
    // `inTurn` waits for a sending already under way, and sends what came after it.
    send: (inTurn = false) => navigator.locks.request("teriya-send", { ifAvailable: !inTurn }, async lock => {
      if (!lock) return true;
      try {
        await sendAll();
        return true;
      } catch (error) {
        return false;
      } finally {
        say();
      }
    }),
    isWaiting: async () => (await vault.entries()).some(entry => AWAITED.has(entry.state)),
  };
})();
