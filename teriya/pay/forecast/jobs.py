from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.core.making import said
from teriya.pay.forecast import actions
from teriya.pay.forecast.models import PrintedLetters


@app.periodic(cron="20 5 * * *")
@app.task(queueing_lock="forecast.watch", pass_context=False)
def watch_envelopes(timestamp: int) -> None:
    """Each morning, before the offices open: which envelopes run dry soon."""
    actions.watch_envelopes(on=timezone.localdate())


@app.task(queue="files")
def make_letters(id: int) -> None:
    """The letters of a cut, too many for the time of a page."""
    row = PrintedLetters.objects.get(pk=id)
    if row.state != "asked":
        return
    with said(row.give_up, _("Le travail s’est arrêté. Demandez les lettres à nouveau.")):
        actions.make_letters(row)
