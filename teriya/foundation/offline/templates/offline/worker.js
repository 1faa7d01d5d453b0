{% load static %}// Answers for the site when it cannot be reached: its static files, and the pages kept in the vault of this device.
"use strict";
importScripts("{% static 'offline/vault.js' %}", "{% static 'documents/pieces.js' %}", "{% static 'offline/sender.js' %}");
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const CACHE = "teriya-" + FILES.join().split("").reduce((sum, letter) => (sum * 31 + letter.charCodeAt()) >>> 0, 7);
const HOME = "{% url 'offline:home' %}", LEAVE = "{% url 'account_logout' %}";
const PATIENCE = { GET: 10000, POST: 30000 };  // milliseconds; a page that is not kept waits as long as the browser does
const KEPT_FOR = 3 * 24 * 3600 * 1000;
const AWAY = new Set([502, 503, 504]);

addEventListener("install", event => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(FILES)));
});
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("teriya-") && name !== CACHE) await caches.delete(name);
  await clients.claim();
})()));
addEventListener("sync", event => event.waitUntil(sender.send()));

addEventListener("fetch", event => {
  const { request } = event, address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (request.method === "GET" && address.pathname.startsWith("{% get_static_prefix %}")) event.respondWith(file(request));
  } else if (request.method === "GET") {
    event.respondWith(page(request, address, event));
  } else if (request.method === "POST") {
    event.respondWith(address.pathname === LEAVE ? leave(request) : post(request, address));
  }
});

async function file(request) {
  const cache = await caches.open(CACHE), known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

function within(request) {
  const late = new Promise((_, failed) => setTimeout(failed, PATIENCE[request.method], new Error("too slow")));
  return Promise.race([fetch(request), late]);
}

async function page(request, address, event) {
  const kept = await vault.page(address.pathname).catch(() => null);
  try {
    const answer = await (kept ? within(request) : fetch(request));
    if (!AWAY.has(answer.status)) {
      event.waitUntil(sender.isWaiting().then(waiting => waiting && sender.send()));
      return answer;
    }
    return await again(kept, address) ?? answer;
  } catch (error) {
    return await again(kept, address) ?? Response.error();
  }
}

// The page as kept: it says so itself. Another address leads to the list of those that are.
async function again(kept, address) {
  if (kept && Date.now() - kept.at < KEPT_FOR) {
    const html = kept.html.replace("<html ", `<html data-kept="${kept.at}" `);
    return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": kept.policy } });
  }
  return address.pathname !== HOME && await vault.page(HOME).catch(() => null) ? Response.redirect(HOME, 302) : null;
}

// The form's own page has put the entry in the vault before it posts: when the site cannot be reached, back to a fresh form.
async function post(request, address) {
  const kept = await vault.page(address.pathname).catch(() => null);
  const back = kept ? address.pathname : await vault.page(HOME).catch(() => null) && HOME;
  try {
    const answer = await (kept ? within(request) : fetch(request));
    return kept && AWAY.has(answer.status) ? Response.redirect(back, 303) : answer;
  } catch (error) {
    return back ? Response.redirect(back, 303) : Response.error();
  }
}

// Signing out: first what is kept goes to the agency, then the vault is emptied.
async function leave(request) {
  await sender.send(true);
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect") await vault.wipe().catch(() => null);  // the site has closed the session
  sender.say();
  return answer;
}
