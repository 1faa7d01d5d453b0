"""From a need to a person in a post: what each room of mobilisation waits for."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.ui.parts import Task
from teriya.mobilisation.calls.models import Application, CallBack, Wave
from teriya.mobilisation.hosts.models import Host, HostOfficer, Need, Planned, Recourse, Seat, Widening
from teriya.mobilisation.hosts.policies import to_accredit, to_evaluate_again
from teriya.mobilisation.placement.models import Appeal, Offer, Round
from teriya.mobilisation.selection import queries as selection
from teriya.mobilisation.selection.models import Contest, Listing, Minutes
from teriya.portals.links import door
from teriya.portals.waiting.counting import came_to_its_state, waits, within


def hosts(user: User, today: date) -> Iterator[Task]:
    """To evaluate on the spot, for a first term or the next one; to accredit, by somebody who neither evaluated them nor
    belongs to them; appeals to answer; for officers, the duties still to accept."""
    here = within(user, P.HOSTS_EVALUATE, "commune")
    yield from waits(
        _("Structures à évaluer"), door("hosts:hosts", etat="registered"), Host.objects.filter(here, state="registered"),
        "registered_on",
    )  # fmt: skip
    again = to_evaluate_again(Host.objects.filter(here), today)
    yield from waits(
        _("Agréments qui finissent : à évaluer à nouveau"), door("hosts:hosts", etat="ending"), again, today
    )
    evaluated = to_accredit(Host.objects.filter(within(user, P.HOSTS_ACCREDIT, "commune")), today)
    own = HostOfficer.objects.filter(user=user, until=None).values("host")
    others = evaluated.exclude(evaluations__by_id=user.pk).exclude(pk__in=own)
    yield from waits(
        _("Structures évaluées, à agréer"), door("hosts:accredit"),
        others.annotate(since=came_to_its_state("host")), "since",
    )  # fmt: skip
    yield from waits(
        _("Quotas à élargir, à décider"), door("hosts:accredit"), Widening.objects.to_decide_by(user), "on"
    )
    filed = Recourse.objects.to_answer_by(user).filter(state="filed")
    yield from waits(
        _("Recours de structures à trancher"), door("hosts:recourses"), filed, "on",
        part=Q(answer_by__lt=today), told=_("dont %(count)s hors délai"),
    )  # fmt: skip
    if user.may(P.HOSTS_EVALUATE):
        yield from waits(
            _("Engagements à recueillir"),
            door("hosts:undertakings"),
            Host.objects.silent_before(user),
            "registered_on",
        )
    if user.may(P.HOSTS_JOIN):
        silent = Host.objects.filter(pk__in=own.filter(duty="officer"), undertakings=None).exclude(state="removed")
        first = list(silent.values_list("number", flat=True)[:2])
        page = door("hosts:undertake", first[0]) if len(first) == 1 else door("hosts:hosts")
        yield from waits(
            _("Engagements à accepter"), page, silent, "registered_on", detail=_("sans eux, aucun besoin ne s’écrit")
        )


def needs(user: User, today: date) -> Iterator[Task]:
    """To review for the region, to approve for head office, by another than who wrote them; to change, for who writes."""
    review = Need.objects.filter(within(user, P.NEEDS_REVIEW, "host__commune"), state="submitted").exclude(
        by_id=user.pk
    )
    yield from waits(_("Besoins à examiner"), door("hosts:review"), review, "on")
    reviewed = Need.objects.filter(within(user, P.NEEDS_APPROVE, "host__commune"), state="reviewed").exclude(
        by_id=user.pk
    )
    yield from waits(
        _("Besoins à approuver"), door("hosts:approve"), reviewed.annotate(since=came_to_its_state("need")), "since"
    )
    if user.may(P.NEEDS_WRITE) and not user.may(P.NEEDS_APPROVE):
        own = Need.objects.filter(pk__in=Need.objects.visible_to(user).values("pk"))
        back = own.filter(state="to_change").annotate(since=came_to_its_state("need"))
        yield from waits(_("Besoins à modifier"), door("hosts:needs", etat="to_change"), back, "since")
        if not user.may(P.NEEDS_REVIEW):
            sent, page = own.filter(state="submitted"), door("hosts:needs", etat="submitted")
            yield from waits(_("Besoins soumis"), page, sent, "on", detail=_("le superviseur du centre les examine"))


def planned(user: User, today: date) -> Iterator[Task]:
    """Lines of conventions that this person confirms: of the own facility, or for the centre; head office leaves it to them."""
    if user.may(P.NEEDS_WRITE) and not user.may(P.NEEDS_APPROVE):
        rows = Planned.objects.to_confirm_by(user)
        yield from waits(_("Besoins prévus, à confirmer"), door("hosts:confirm"), rows, "on")


def seats(user: User, today: date) -> Iterator[Task]:
    open_ = Seat.objects.filter(within(user, P.SEATS_FUND, "need__host__commune"), state="open", envelope=None)
    approved = open_.filter(need__state="approved")
    yield from waits(_("Places à financer"), door("hosts:fund"), approved, "need__on")


def waves(user: User, today: date) -> Iterator[Task]:
    """Calls past their closing day, closed calls to rank, ranked ones without a round on its way to a decision."""
    page = door("calls:waves")
    over = Wave.objects.filter(within(user, P.WAVES_OPEN), state="open", closes_on__lt=today)
    yield from waits(_("Vagues à clore"), page, over, "closes_on", detail=_("la date de clôture est passée"))
    closed = Wave.objects.filter(within(user, P.JURY_RANK), state="closed")
    yield from waits(_("Vagues à classer"), page, closed.annotate(since=came_to_its_state("wave")), "since")
    ranked = Wave.objects.filter(within(user, P.PLACEMENT_SIMULATE), state="ranked")
    idle = ranked.exclude(rounds__state__in=("proposed", "decided", "published"))
    yield from waits(_("Placements à simuler"), page, idle.annotate(since=came_to_its_state("wave")), "since")


def applications(user: User, today: date) -> Iterator[Task]:
    here = within(user, P.APPLICATIONS_CHECK, "person__commune")
    rows = Application.objects.filter(here, state="submitted")
    yield from waits(_("Candidatures à vérifier"), door("calls:waves"), rows, "on")


def call_backs(user: User, today: date) -> Iterator[Task]:
    """People who asked by telephone to be called, for the centre of their commune; head office leaves it to the centres."""
    if not user.may(P.APPLICATIONS_REGISTER) or user.communes(P.APPLICATIONS_REGISTER) is None:
        return
    here = within(user, P.APPLICATIONS_REGISTER, "person__commune")
    rows = CallBack.objects.filter(here, done_on=None).annotate(day=TruncDate("asked_at"))
    yield from waits(_("Personnes à rappeler"), door("calls:call_backs"), rows, "day")


def scores(user: User, today: date) -> Iterator[Task]:
    """Candidates whom a juror still has to score, minutes to sign."""
    rows = selection.awaiting(user) if user.may(P.JURY_SCORE) else Application.objects.none()
    yield from waits(_("Candidats à noter"), door("selection:juries"), rows, "on")
    minutes = selection.to_sign(user) if user.may(P.JURY_SCORE) else Minutes.objects.none()
    yield from waits(_("Procès-verbaux de jury à signer"), door("selection:juries"), minutes, "on")


def listings(user: User, today: date) -> Iterator[Task]:
    """Lists to publish by another person than who ranked; appeals against them, by nobody who had a hand in it."""
    ready = Listing.objects.filter(within(user, P.LISTS_PUBLISH), state="ready", wave__state="ranked")
    # Without criteria everybody is ranked: the placement tells the outcome.
    limited = ready.exclude(by_id=user.pk).exclude(wave__criteria=None)
    yield from waits(_("Listes de sélection à publier"), door("calls:waves"), limited, "on")
    filed = Contest.objects.to_answer_by(user).filter(state="filed").exclude(listing__by_id=user.pk)
    yield from waits(
        _("Recours sur les listes à traiter"), door("selection:contests"), filed, "on",
        part=Q(answer_by__lt=today), told=_("dont %(count)s en retard"),
    )  # fmt: skip


def rounds(user: User, today: date) -> Iterator[Task]:
    """To decide by another person than who proposed; to publish."""
    proposed = Round.objects.filter(within(user, P.PLACEMENT_DECIDE), state="proposed").exclude(by_id=user.pk)
    since = {"since": came_to_its_state("round")}
    page = door("placement:rounds")
    yield from waits(_("Placements à décider"), page, proposed.annotate(**since), "since")
    decided = Round.objects.filter(within(user, P.PLACEMENT_PUBLISH), state="decided")
    yield from waits(_("Placements à publier"), page, decided.annotate(**since), "since")


def offers(user: User, today: date) -> Iterator[Task]:
    """Answers that an officer may take on paper or by phone; some are past their day."""
    here = within(user, P.APPLICATIONS_REGISTER, "application__person__commune")
    rows = Offer.objects.filter(here, state="proposed")
    yield from waits(
        _("Réponses à recueillir"), door("placement:offers", etat="proposed"), rows, "on",
        part=Q(answer_by__lt=today), told=_("dont %(count)s hors délai"),
    )  # fmt: skip


def appeals(user: User, today: date) -> Iterator[Task]:
    """Of one's perimeter, by a person who had no hand in the placement."""
    rows = Appeal.objects.filter(within(user, P.APPEALS_ANSWER, "application__person__commune"), state="filed")
    hands = Transition.objects.filter(subject="round", subject_id=OuterRef("round"), by_id=user.pk)
    yield from waits(
        _("Recours à traiter"), door("placement:appeals"), rows.exclude(round__by_id=user.pk).exclude(Exists(hands)), "on",
        part=Q(answer_by__lt=today), told=_("dont %(count)s en retard"),
    )  # fmt: skip


ROOMS = (hosts, needs, planned, seats, waves, applications, call_backs, scores, listings, rounds, offers, appeals)
