"""How far a wave is, and what has waited too long: "sworn, not deployed", "contract unsigned", "deployed, not started"."""

from collections.abc import Callable

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.core.models import Gate
from teriya.foundation.ui.parts import Figure
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.placement.models import Offer
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.queries import MissionQuerySet
from teriya.service.missions.states import ContractKind, GateName, MissionState


def funnel(wave: Wave) -> list[Figure]:
    """From the offer to the start: how many of the wave have passed each step. Cancelled missions are left out.

    The offer of a mission that ended early is cancelled; it was accepted all the same.
    """
    offers = Offer.objects.filter(application__wave=wave)
    missions = wave.missions.exclude(state=MissionState.CANCELLED)
    accepted = Q(state="accepted") | Q(mission__in=missions)
    asked = offers.aggregate(offered=Count("pk"), accepted=Count("pk", filter=accepted))
    states = missions.aggregate(prepared=Count("pk"), started=Count("pk", filter=Q(started_on__isnull=False)))
    gates = Gate.objects.filter(subject="mission", subject_id__in=missions.values("pk"))
    gates = gates.aggregate(
        trained=Count("pk", filter=Q(gate=GateName.TRAINING)), sworn=Count("pk", filter=Q(gate=GateName.OATH))
    )
    contracts = Contract.objects.current().filter(mission__in=missions, kind=ContractKind.FIRST)
    signed = contracts.aggregate(issued=Count("pk"), signed=Count("pk", filter=Q(signed_on__isnull=False)))
    counts = asked | states | gates | signed
    labels = {
        "offered": _("Proposées"), "accepted": _("Acceptées"), "prepared": _("Missions ouvertes"), "trained": _("Formés"),
        "sworn": _("Assermentés"), "issued": _("Contrats établis"), "signed": _("Contrats signés"), "started": _("En service"),
    }  # fmt: skip
    return [Figure(label, str(counts[name])) for name, label in labels.items()]


def sworn_not_deployed(missions: MissionQuerySet) -> QuerySet[Mission]:
    """Took the oath, not yet in service; since the oath."""
    oath = Gate.objects.filter(subject="mission", subject_id=OuterRef("pk"), gate=GateName.OATH).values("on")
    rows = missions.filter(state=MissionState.PREPARED)
    return rows.annotate(since=Subquery(oath[:1], output_field=DateField())).filter(since__isnull=False)


def contract_unsigned(missions: MissionQuerySet) -> QuerySet[Mission]:
    """A text issued, whether first, renewal or amendment, a signature missing; since it was issued."""
    waiting = Contract.objects.waiting().filter(mission=OuterRef("pk")).values("on")
    rows = missions.annotate(since=Subquery(waiting[:1], output_field=DateField()))
    return rows.filter(since__isnull=False)


def deployed_not_started(missions: MissionQuerySet) -> QuerySet[Mission]:
    """Contract signed by all and its first day past, start not confirmed; since that day."""
    rows = missions.filter(state=MissionState.PREPARED, contracts__signed_on__isnull=False)
    return rows.annotate(since=Lower("period")).filter(since__lt=timezone.localdate())


def suspended(missions: MissionQuerySet) -> QuerySet[Mission]:
    """Suspended beyond the last day foreseen, return not recorded; since that day."""
    rows = missions.filter(state=MissionState.SUSPENDED, suspensions__closed_on=None)
    return rows.annotate(since=Upper("suspensions__period")).filter(since__lte=timezone.localdate())


LATE: dict[str, tuple[Promise, Callable[[MissionQuerySet], QuerySet[Mission]]]] = {
    "assermentes": (gettext_lazy("Assermentés, pas en service"), sworn_not_deployed),
    "non-signes": (gettext_lazy("Contrats pas encore signés par tous"), contract_unsigned),
    "non-commences": (gettext_lazy("Déployés, prise de service non confirmée"), deployed_not_started),
    "structures-fermees": (gettext_lazy("Structures fermées, volontaires à décider"), MissionQuerySet.at_closed_hosts),
    "suspendues": (gettext_lazy("Suspendues, reprise attendue"), suspended),
}


def late(name: str, missions: MissionQuerySet) -> QuerySet[Mission]:
    """One of the lists, the oldest first."""
    return LATE[name][1](missions).select_related("person", "host__commune", "wave").order_by(F("since").asc(), "pk")
