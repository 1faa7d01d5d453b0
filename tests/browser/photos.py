"""What a telephone takes: some megabytes, held upright or not."""

from base64 import b64decode

from playwright.sync_api import Page

WIDE, HIGH = 3000, 2000
_NOISE = """async ([wide, high]) => {
  const canvas = new OffscreenCanvas(wide, high), brush = canvas.getContext("2d");
  for (let n = 0; n < 60000; n++) {
    brush.fillStyle = `hsl(${n * 137 % 360} 60% ${n * 71 % 100}%)`;
    brush.fillRect(n * 7919 % wide, n * 104729 % high, 30, 30);
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 1 })).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""


def taken(page: Page, *, turned: int = 1) -> dict:
    """A photo to choose in a form; `turned` is the orientation that the telephone notes (EXIF: 6 when it is held upright)."""
    made = b64decode(page.evaluate(_NOISE, [WIDE, HIGH]))
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([turned]) + b"\0\0\0\0\0\0"
    note = b"\xff\xe1" + (len(tiff) + 8).to_bytes(2) + b"Exif\0\0" + tiff
    return {"name": "cour.jpg", "mimeType": "image/jpeg", "buffer": made[:2] + note + made[2:]}


def shape(content: bytes) -> tuple[int, int]:
    """(width, height) that a JPEG announces."""
    at = 2
    while content[at + 1] not in {0xC0, 0xC2}:
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
