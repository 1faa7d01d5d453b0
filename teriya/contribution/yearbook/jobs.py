from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.contribution.yearbook import actions
from teriya.contribution.yearbook.models import Preparation
from teriya.foundation.core.making import said


@app.task(queue="files")
def make_yearbook(id: int) -> None:
    """A year of the whole agency, too long for the time of a page."""
    row = Preparation.objects.get(pk=id)
    if row.state != "asked":
        return
    with said(row.give_up, _("Le travail s’est arrêté. Demandez l’annuaire à nouveau.")):
        actions.make(row)
