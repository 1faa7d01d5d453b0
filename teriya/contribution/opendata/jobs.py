from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.contribution.opendata import actions
from teriya.contribution.opendata.models import Production
from teriya.foundation.core.making import said


@app.task(queue="files")
def make_release(id: int) -> None:
    """The files of a release: minutes for a country."""
    row = Production.objects.select_related("release").get(pk=id)
    if row.state != "asked":
        return
    with said(row.give_up, _("Le travail s’est arrêté. Préparez la publication à nouveau.")):
        actions.make(row)
