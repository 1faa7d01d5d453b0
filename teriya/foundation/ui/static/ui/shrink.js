// A photo is made small on the phone before it leaves: 150 kB at most, upright, and silent on where it was taken.
"use strict";
(() => {
  const MOST = 150_000, QUALITIES = [.8, .65, .5];
  const under = new Map();  // input → its photos being made small

  addEventListener("change", ({ target }) => {
    const side = Number(target.dataset?.shrink);
    if (!side || !window.createImageBitmap || !window.DataTransfer) return;
    const work = all([...target.files], side).then(small => {
      if (under.get(target) !== work) return;  // others were chosen meanwhile
      target.files = small;
      under.delete(target);
    });
    under.set(target, work);
  });
  // Whoever sends at once waits: for a page with or without its own way of sending.
  addEventListener("submit", async event => {
    const waited = [...event.target.elements].map(input => under.get(input)).filter(Boolean);
    if (!waited.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.all(waited);
    event.target.requestSubmit(event.submitter);
  }, true);

  async function all(files, side) {
    const small = new DataTransfer();
    for (const file of files) small.items.add(await smaller(file, side));
    return small.files;
  }
  async function smaller(file, side) {
    const photo = file.type.startsWith("image/") && file.size > MOST && await createImageBitmap(file).catch(() => null);
    if (!photo) return file;
    for (let scale = Math.min(1, side / Math.max(photo.width, photo.height));; scale *= .8) {
      const sheet = document.createElement("canvas"), ink = sheet.getContext("2d");
      [sheet.width, sheet.height] = [Math.max(1, photo.width * scale), Math.max(1, photo.height * scale)];
      ink.fillStyle = "#fff";  // behind what a PNG leaves open
      ink.fillRect(0, 0, sheet.width, sheet.height);
      ink.drawImage(photo, 0, 0, sheet.width, sheet.height);
      for (const quality of QUALITIES) {
        const blob = await new Promise(done => sheet.toBlob(done, "image/jpeg", quality));
        if (!blob) return file;  // more than this phone can draw
        if (blob.size <= MOST) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type });
      }
    }
  }
})();
