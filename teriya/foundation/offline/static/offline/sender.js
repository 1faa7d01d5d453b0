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
      weight += entry.state === "kept" ? JSON.stringify([entry.fields, entry.files]).length : 0;
      if (chosen.length && (chosen.length === AT_ONCE || weight > HEAVY)) break;
      chosen.push(entry);
    }
    return chosen;
  }

  async function post(device, entries) {
    // What was received before only asks, by its id, where it stands.
    const brought = entries.map(({ id, path, fields, files, typed_at, state }) => state === "kept" ? { id, path, fields, files, typed_at } : { id });
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
