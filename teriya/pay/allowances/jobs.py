from functools import partial

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.core.making import said
from teriya.pay.allowances.actions import works
from teriya.pay.allowances.actions.carrying import carry
from teriya.pay.allowances.models import Work


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="allowances.carry", pass_context=False)
def carry_batches(timestamp: int) -> None:
    """Four times a minute: batches handed to operators, and their answers."""
    carry()


@app.task(queue="files")
def do_work(id: int) -> None:
    """A month or a step too long for a page."""
    work = Work.objects.select_related("run", "form").get(pk=id)
    stopped = _("Le travail s’est arrêté : rien n’est enregistré. Demandez-le à nouveau.")
    with said(partial(works.give_up, work), stopped):
        works.do(work)
