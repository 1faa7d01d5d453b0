"""What a person may hand in: a photo or a PDF, known by its first bytes, and made harmless before it is kept."""

LARGEST = 5 * 1024 * 1024  # bytes; a photo shrunk on the phone weighs a twentieth of it
MOST_PIXELS = (
    40_000_000  # unfolded, 160 MB: three times what a telephone takes, and a hundredth of a picture made to harm
)
_SIGNS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-"}
_EXIF, _SCAN = 0xE1, 0xDA  # notes; the marker after which a JPEG is only its picture
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers that give the size of a JPEG
_DROPPED = {*range(0xE1, 0xF0), 0xFE}  # applications' notes (EXIF: place, device, owner) and comments

# A note of one line: the orientation.
_TURNED = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"


def media_type(content: bytes) -> str:
    """JPEG, PNG or PDF by the file's own first bytes; empty for anything else."""
    return next((name for name, sign in _SIGNS.items() if content.startswith(sign)), "")


def pixels(content: bytes) -> int:
    """Points of a picture as its own head says, before anybody unfolds it; 0 where the head does not say."""
    if content.startswith(_SIGNS["image/png"]) and content[12:16] == b"IHDR":
        return int.from_bytes(content[16:20], "big") * int.from_bytes(content[20:24], "big")
    at = 2
    while content.startswith(_SIGNS["image/jpeg"]) and at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            return int.from_bytes(content[at + 5 : at + 7], "big") * int.from_bytes(content[at + 7 : at + 9], "big")
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0


def without_notes(content: bytes) -> bytes:
    """A JPEG without what the telephone wrote about itself (EXIF: where the photo was taken, with what, by whom).

    The picture is not touched, and stays upright: which way the telephone was held is kept. Anything that is not a whole JPEG comes back as it was.
    """
    if not content.startswith(_SIGNS["image/jpeg"]):
        return content
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN or size < 2:
            break
        if marker not in _DROPPED:
            kept.append(content[at : at + 2 + size])
        elif marker == _EXIF and (turned := _orientation(content[at + 4 : at + 2 + size])) > 1:
            kept.append(_TURNED % turned)
        at += 2 + size
    return b"".join([*kept, content[at:]])


def _orientation(note: bytes) -> int:
    """How the picture is turned (EXIF tag 274: 1 upright, to 8); 1 when the note does not say."""
    tiff = note[6:]
    if not note.startswith(b"Exif\0\0") or tiff[:2] not in {b"II", b"MM"}:
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if tiff[:2] == b"II" else "big")

    first = number(4, 4)
    lines = (first + 2 + 12 * n for n in range(number(first, 2)))
    turned = next((number(line + 8, 2) for line in lines if number(line, 2) == 0x0112), 1)
    return turned if 1 <= turned <= 8 else 1
