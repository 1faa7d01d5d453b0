"""A file that Yao brought."""

from datetime import date
from uuid import uuid4

from teriya.foundation.intake.actions import read, receive
from tests.cast import Cast


def samples(cast: Cast) -> dict[str, dict]:
    data = "N°;Structure\n1;CEG Haho 1\n".encode()
    file = receive(id=uuid4(), kind="hosts", filename="s.csv", data=data, context={}, by=cast.yao, on=date.today())
    read(file=file, by=cast.yao)
    return {"intake:blank": {"kind": "hosts"}} | {
        f"intake:{name}": {"id": file.pk} for name in ("preview", "commit", "errors")
    }
