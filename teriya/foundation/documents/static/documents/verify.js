// Checks a certificate in the browser, without network: the same steps as engine/credentials.py and engine/seals.py.
"use strict";
(() => {
  const given = JSON.parse(document.getElementById("given").textContent);
  const form = document.getElementById("offline"), text = form.elements.text, file = form.elements.file;
  const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]{86}$/, TOKENS = /eyJ[\w-]*\.[\w-]+\.[\w-]{86}(?![\w-])/g;
  const BODY_AND_TWO = /^([\w-]+)\.([\w-]+)\.([\w-]{86})\.([\w-]+)\.([\w-]{86})$/; // content, then head and signature of each agency
  const JOINTS = /eyJ[\w-]*\.[\w-]+\.[\w-]{86}\.[\w-]+\.[\w-]{86}(?![\w-])/g;
  const SEAL = /sceau:([\w-]{43}):([\w-]{86})/g, PLACE = `sceau:${"0".repeat(43)}:${"0".repeat(86)}`;
  const utf8 = new TextEncoder();

  class No extends Error {}
  const need = (holds, answer) => { if (!holds) throw new No(answer); };

  function bytes(part) {
    const content = atob(part.replace(/-/g, "+").replace(/_/g, "/"));
    const again = btoa(content).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    need(again === part, "malformed"); // another spelling of the same bytes
    return Uint8Array.from(content, (one) => one.charCodeAt(0));
  }

  function json(part) {
    try { return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(part))); } catch { throw new No("malformed"); }
  }

  async function isSigned(content, signature, jwk) {
    need(globalThis.crypto && crypto.subtle, "browser");
    let key;
    try { key = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x: jwk.x }, { name: "Ed25519" }, false, ["verify"]); }
    catch { throw new No("browser"); }
    return crypto.subtle.verify({ name: "Ed25519" }, key, bytes(signature), content);
  }

  // What one of these keys signed, for this use.
  async function claimed(token, keys, use) {
    need(TOKEN.test(token), "malformed");
    const [head, claims, signature] = token.split("."), { alg, kid, typ, ...rest } = json(head);
    need(alg === "Ed25519" && typ === use && !Object.keys(rest).length, "forged");
    const jwk = keys.find((one) => one.kid === kid);
    need(jwk, "unknown_key");
    need(await isSigned(utf8.encode(`${head}.${claims}`), signature, jwk), "forged");
    return json(claims);
  }

  async function read(token, kind) {
    const found = await claimed(token, given.keys, "JWT"), now = Math.floor(Date.now() / 1000);
    need((found.type || []).includes(kind) && found.iss === given.issuer && Number.isInteger(found.nbf), "forged");
    need(now >= found.nbf, "not_yet");
    need(!("exp" in found) || now < found.exp, "expired");
    return found;
  }

  // Two agencies signed one content: each half is read with the keys of its own agency (engine/jointly.py).
  async function readJoint(token) {
    const [, body, head, signature, otherHead, otherSignature] = BODY_AND_TWO.exec(token);
    const { type, home, host } = json(body), files = [given, ...given.others];
    need(String(type) === "JointServiceCertificate" && home.id !== host.id, "forged");
    let found;
    for (const [party, half] of [[home, `${head}.${body}.${signature}`], [host, `${otherHead}.${body}.${otherSignature}`]]) {
      const file = files.find((one) => one.issuer === party.id);
      need(file, "unknown_key");
      found = await claimed(half, file.keys, "teriya-joint+jwt");
    }
    need(Number.isInteger(found.nbf) && Math.floor(Date.now() / 1000) >= found.nbf, "not_yet");
    return found;
  }

  async function isRevoked({ statusListCredential, statusListIndex }) {
    for (const one of given.lists) {
      let list;
      try { list = await read(one, "BitstringStatusListCredential"); } catch { continue; }
      if (list.id !== statusListCredential) continue;
      const packed = new Blob([bytes(list.credentialSubject.encodedList.slice(1))]).stream();
      const bits = new Uint8Array(await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
      const place = Number(statusListIndex);
      if (place >> 3 < bits.length) return Boolean(bits[place >> 3] & (128 >> place % 8));
    }
    return null; // no list can say
  }

  // The token of a PDF, once its seal holds for every other byte.
  async function ofPdf(content) {
    const seen = new TextDecoder("latin1").decode(content); // one character for each byte
    const joints = [...new Set(seen.match(JOINTS))], seals = [...seen.matchAll(SEAL)];
    const tokens = joints.length ? joints : [...new Set(seen.match(TOKENS))];
    need(tokens.length === 1, "no_token");
    const every = [given, ...given.others].flatMap((file) => file.keys);
    const jwk = seals.length === 1 && every.find((one) => one.kid.endsWith(`/${seals[0][1]}`));
    need(jwk, "changed");
    const plain = content.slice();
    plain.set(utf8.encode(PLACE), seals[0].index);
    need(globalThis.crypto && crypto.subtle, "browser");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", plain));
    need(await isSigned(Uint8Array.of(...utf8.encode("teriya.sceau\n"), ...digest), seals[0][2], jwk), "changed");
    return tokens[0];
  }

  async function token() {
    if (!file.files.length) return text.value.replace(/\s/g, "").split("#").pop();
    const content = new Uint8Array(await file.files[0].arrayBuffer());
    if (String.fromCharCode(...content.slice(0, 5)) === "%PDF-") return ofPdf(content);
    return new TextDecoder().decode(content).replace(/\s/g, "").split("#").pop();
  }

  function show(answer, found) {
    for (const one of document.querySelectorAll("[data-answer]")) one.hidden = one.dataset.answer !== answer;
    const facts = document.getElementById("facts");
    facts.hidden = !found;
    if (!found) return;
    const said = found.host ? saidJointly(found) : saidAlone(found);
    for (const one of facts.querySelectorAll("[data-fact]")) one.textContent = said[one.dataset.fact];
  }

  function saidJointly(found) {
    return {
      number: found.name, agency: `${found.home.name}, ${found.host.name}`, on: found.validFrom.slice(0, 10), volunteer: found.volunteer,
      form: found.form, host: found.structure, post: found.post, days: found.days, period: `${found.startsOn} → ${found.endsOn}`,
      tasks: "", evidence: found.id,
    };
  }

  function saidAlone(found) {
    const subject = found.credentialSubject, [name, matricule] = subject.identifier.map((one) => one.identityHash);
    return {
      number: found.name, agency: found.issuer.name, on: found.validFrom.slice(0, 10), volunteer: `${name} (${matricule})`,
      form: subject.achievement.name, host: subject.achievement.description, post: subject.role, days: subject.result[0].value,
      period: `${subject.activityStartDate.slice(0, 10)} → ${subject.activityEndDate.slice(0, 10)}`,
      tasks: subject.achievement.criteria.narrative, evidence: found.evidence[0].id,
    };
  }

  async function check() {
    show(""); // never the answer to another paper
    try {
      const asked = await token(), found = BODY_AND_TWO.test(asked) ? await readJoint(asked) : await read(asked, "OpenBadgeCredential"), revoked = await isRevoked(found.credentialStatus);
      show(revoked === null ? "unlisted" : revoked ? "revoked" : "valid", revoked ? null : found);
    } catch (no) {
      show(no instanceof No ? no.message : "malformed");
    }
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); check(); });
  text.addEventListener("input", () => { file.value = ""; show(""); });
  file.addEventListener("change", () => { text.value = ""; show(""); });
  if (location.hash.length > 1) { text.value = location.hash.slice(1); check(); }
})();
