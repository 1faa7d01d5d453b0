"""What an auditor reads: the journal and its seals, one payment, one selection."""

from dataclasses import dataclass
from itertools import islice

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.models import Transition
from teriya.foundation.journal import chain
from teriya.foundation.journal.models import Entry, Seal
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.states import ApplicationState
from teriya.mobilisation.placement import queries as placement
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.selection.models import Ranking
from teriya.pay.allowances.models import PayLine

FAULTS_SHOWN = 50


class JournalFilter(forms.Form):
    """Each field left empty asks for nothing."""

    action = forms.CharField(
        label=_("Action"), required=False, max_length=80, help_text=_("le début suffit : pay, missions.end")
    )
    subject = forms.CharField(label=_("Objet"), required=False, max_length=40)
    subject_id = forms.CharField(label=_("Numéro de l’objet"), required=False, max_length=64)
    since = forms.DateField(label=_("Du"), required=False)
    until = forms.DateField(label=_("Au"), required=False)

    def entries(self) -> QuerySet[Entry]:
        """The journal, latest first, each entry with its seal's number when it is chained; nothing when a filter is wrong."""
        seal = Seal.objects.filter(entry_id=OuterRef("pk")).values("number")
        rows = Entry.objects.annotate(seal=Subquery(seal[:1])).order_by("-pk")
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        filters = {
            "action__startswith": asked["action"], "subject": asked["subject"], "subject_id": asked["subject_id"],
            "at__date__gte": asked["since"], "at__date__lte": asked["until"],
        }  # fmt: skip
        return rows.filter(**{name: value for name, value in filters.items() if value})


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the journal is sealed; `faults` only once it was recomputed."""

    sealed: int
    unsealed: int
    last: Entry | None
    faults: list[chain.Fault] | None = None


def chain_state(*, verify: bool) -> Chain:
    """`verify` recomputes every seal: minutes on a journal of millions, so it is asked for."""
    last = Seal.objects.order_by("-number").first()
    sealed = last.number if last else 0
    entry = Entry.objects.filter(pk=last.entry_id).first() if last else None
    faults = list(islice(chain.verify(), FAULTS_SHOWN)) if verify else None
    return Chain(sealed, Entry.objects.count() - Seal.objects.count(), entry, faults)


def lines_of(text: str) -> QuerySet[PayLine]:
    """The pay lines of an order's reference, of a person's matricule or of a mission's number, the latest first."""
    text = text.strip()
    rows = PayLine.objects.filter(
        Q(orders__reference__iexact=text) | Q(mission__number__iexact=text)
        | Q(mission__person__matricule__iexact=text) | Q(mission__person__merged_into__matricule__iexact=text)
    )  # fmt: skip
    return rows.distinct().select_related("mission__person", "mission__host", "run").order_by("-month", "-pk")


def _in_words(state: str) -> str:
    return ApplicationState(state).label


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything that made one application what it is."""

    application: Application
    ranking: Ranking | None
    steps: list[tuple[Transition, str, str]]
    round: Round | None
    why: list[str]


def selection_of(wave: str, number: str) -> Selection | None:
    """The application of a number in a wave: its reasons, scores, rank, what the decided round did of it and why."""
    rows = Application.objects.filter(wave__code__iexact=wave.strip(), number__iexact=number.strip())
    rows = rows.select_related("wave", "person", "ranking").prefetch_related(
        "scores", "wishes__need__host", "offers__seat__need__host"
    )
    application = rows.first()
    if application is None:
        return None
    steps = Transition.objects.filter(subject="application", subject_id=application.pk).order_by("pk")
    round = Round.objects.filter(wave=application.wave, state__in=("decided", "published")).first()
    why = placement.why(round, application) if round else []
    return Selection(
        application,
        getattr(application, "ranking", None),
        [(step, _in_words(step.source), _in_words(step.to)) for step in steps],
        round,
        why,
    )
