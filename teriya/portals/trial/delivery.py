"""The folder of results: filled apart, then put in place at once. A trial that stops leaves it as it was."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from teriya.foundation.core.refusals import Refusal


@contextmanager
def delivered(out: Path) -> Iterator[Path]:
    """A folder to write in; what it holds at the end takes the place of an earlier trial's results in `out`."""
    is_ours = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".essai-", dir=out))
    except OSError as error:
        sentence = f"Impossible d’écrire dans {out} ({error.strerror}) : donnez un autre dossier de résultats."
        raise Refusal("out_unwritable", sentence, field="out") from error
    is_done = False
    try:
        yield draft
        for made in sorted(draft.iterdir()):
            _replace(made, out / made.name)
        is_done = True
    except OSError as error:
        sentence = f"L’écriture dans {out} s’est arrêtée ({error.strerror}) : faites de la place, puis relancez."
        raise Refusal("out_unwritable", sentence, field="out") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if is_ours and not is_done:
            shutil.rmtree(out, ignore_errors=True)


def _replace(made: Path, place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    os.replace(made, place)
