"""Files too long for the time of a page: the worker reads and writes them, the page shows how far it is."""

from contextlib import AbstractContextManager
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.accounts.models import User
from teriya.foundation.core.making import said
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


def _told(file: Import) -> AbstractContextManager[None]:
    return said(
        partial(actions.give_up, file), _("Le travail s’est arrêté, et rien n’est enregistré. Essayez à nouveau.")
    )
