"""Sheets too many for the time of a page: the worker draws them, the page shows how far they are."""

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.core.making import said
from teriya.service.attendance import booklets
from teriya.service.attendance.models import Booklet


@app.task(queue="files")
def make_booklet(id: int) -> None:
    booklet = Booklet.objects.get(pk=id)
    if booklet.state != "asked":
        return
    with said(booklet.give_up, _("Le travail s’est arrêté. Demandez les fiches à nouveau.")):
        booklets.make(booklet)
