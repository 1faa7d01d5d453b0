"""Bundles too long for the time of a page: the worker writes them, the page shows how far they are."""

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.core.making import said
from teriya.pay.bundles import actions
from teriya.pay.bundles.models import Archive


@app.task(queue="files")
def make_archive(id: int) -> None:
    archive = Archive.objects.get(pk=id)
    if archive.state != "asked":
        return
    with said(archive.give_up, _("Le travail s’est arrêté. Demandez la liasse à nouveau.")):
        actions.make(archive)
