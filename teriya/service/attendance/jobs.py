"""Sheets too many for the time of a page: the worker draws them, the page shows how far they are."""

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.core.refusals import Refusal
from teriya.service.attendance import booklets
from teriya.service.attendance.models import Booklet


@app.task(queue="files")
def make_booklet(id: int) -> None:
    booklet = Booklet.objects.get(pk=id)
    if booklet.state != "asked":
        return
    try:
        booklets.make(booklet)
    except Refusal as no:
        booklets.give_up(booklet, no.sentence)
    except Exception:
        booklets.give_up(booklet, _("Le travail s’est arrêté. Demandez les fiches à nouveau."))
        raise
