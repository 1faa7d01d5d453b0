"""The field evaluation without network: four rubrics and the photos, kept on the device until it is back."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.offline.kinds import Kind, Values
from teriya.mobilisation.hosts import actions, policies
from teriya.mobilisation.hosts.forms import EvaluateForm
from teriya.mobilisation.hosts.models import RUBRICS, Host
from teriya.mobilisation.hosts.states import HostState

MOST = 100  # evaluations kept on one device


def as_it_stands(host: Host) -> Values:
    """The last evaluation, as the form would show it: another agent may write one meanwhile."""
    last = host.evaluations.order_by("on").last()
    answers = {name: "yes" if last and getattr(last, name) else "no" if last else "" for name in RUBRICS}
    return {"on": str(last.on) if last else ""} | answers | {"findings": last.findings if last else ""}


def write(form: EvaluateForm, *, by: User, on: date, number: str) -> dict:
    """Dated by the form: the day of the visit."""
    host = _host(by, number)
    rubrics, photos = {host.pk: actions.Rubrics(**form.rubrics())}, {host.pk: form.cleaned_data["photos"]}
    rows = actions.evaluate_many(rubrics, by=by, on=form.cleaned_data["on"], photos=photos)
    return {"id": rows[0].pk, "receipt": _("évaluation de %(host)s") % {"host": host.name}}


def _host(user: User, number: str) -> Host:
    return get_object_or_404(Host.objects.visible_to(user), number=number)


def _fill(data: Any, files: Any, *, by: User, number: str) -> EvaluateForm:
    return EvaluateForm(data, files, now=as_it_stands(_host(by, number)))


def _now(*, by: User, number: str) -> Values:
    return as_it_stands(_host(by, number))


def _pages(user: User) -> list[tuple[str, str]]:
    """The hosts of one's perimeter that wait for their evaluation, a first one or the one before their next term."""
    communes = user.communes(P.HOSTS_EVALUATE)
    again = policies.to_evaluate_again(Host.objects.all(), timezone.localdate())
    rows = Host.objects.filter(Q(state=HostState.REGISTERED) | Q(pk__in=again.values("pk")))
    rows = rows.select_related("commune").order_by("name", "pk")
    rows = rows if communes is None else rows.filter(commune__in=communes)
    named = _("Évaluer : %(host)s (%(commune)s)")
    return [(named % {"host": row.name, "commune": row.commune}, reverse("hosts:evaluate", args=[row.number])) for row in rows[:MOST]]  # fmt: skip


KIND = Kind(
    "hosts:evaluate", gettext_lazy("Évaluation sur place"), "hosts.evaluate", P.HOSTS_EVALUATE, _pages, _fill, write, _now,
)  # fmt: skip
