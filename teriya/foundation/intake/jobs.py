"""Files too long for the time of a page: the worker reads and writes them, the page shows how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import actions
from teriya.foundation.intake.models import Import


@app.task(queue="files")
def read_file(id: str) -> None:
    file = Import.objects.get(pk=id)
    with _told(file):
        actions.read(file=file, by=User.objects.get(pk=file.by_id))


@app.task(queue="files")
def write_file(id: str, on: str) -> None:
    file = Import.objects.defer("content").get(pk=id)
    with _told(file):
        actions.commit(file=file, by=User.objects.get(pk=file.by_id), on=date.fromisoformat(on))


@contextmanager
def _told(file: Import) -> Iterator[None]:
    """Whatever stops the work is said on the file's page; what is not a refusal is the worker's failure too."""
    try:
        yield
    except Refusal as no:
        actions.give_up(file, no.sentence)
    except Exception:
        actions.give_up(file, _("Le travail s’est arrêté, et rien n’est enregistré. Essayez à nouveau."))
        raise
