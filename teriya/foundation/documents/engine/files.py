"""What a person may hand in: a photo or a PDF, known by its first bytes, and made harmless before it is kept."""

LARGEST = 5 * 1024 * 1024  # bytes; a photo shrunk on the phone weighs a twentieth of it
_SIGNS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-"}
_SCAN = 0xDA  # the marker after which a JPEG is only its picture
_DROPPED = {*range(0xE1, 0xF0), 0xFE}  # applications' notes (EXIF: place, device, owner) and comments


def media_type(content: bytes) -> str:
    """JPEG, PNG or PDF by the file's own first bytes; empty for anything else."""
    return next((name for name, sign in _SIGNS.items() if content.startswith(sign)), "")


def without_notes(content: bytes) -> bytes:
    """A JPEG without what the telephone wrote about itself (EXIF: where the photo was taken, with what, by whom).

    The picture is not touched. Anything that is not a whole JPEG comes back as it was.
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
        at += 2 + size
    return b"".join([*kept, content[at:]])
