// A photo is made small on the phone before it leaves: it costs a twentieth of the data, and says no more where it was taken.
"use strict";
addEventListener("change", async ({ target }) => {
  const side = Number(target.dataset?.shrink);
  if (!side || !window.createImageBitmap || !window.DataTransfer) return;
  const small = new DataTransfer();
  for (const file of target.files) {
    const photo = file.type.startsWith("image/") && await createImageBitmap(file).catch(() => null);
    if (!photo || file.size < 200_000) { small.items.add(file); continue; }
    const scale = Math.min(1, side / Math.max(photo.width, photo.height)), sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [photo.width * scale, photo.height * scale];
    sheet.getContext("2d").drawImage(photo, 0, 0, sheet.width, sheet.height);
    const blob = await new Promise(done => sheet.toBlob(done, "image/jpeg", .8));
    small.items.add(blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type }) : file);
  }
  target.files = small.files;
});
