"""Who is heard by whom, what is still to score, what a ranking would find."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Term
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection.engine.grid import Criterion
from teriya.mobilisation.selection.models import Conflict, Hearing, Jury, JuryMember, Minutes, Score, Sheet
from teriya.mobilisation.selection.querysets import HEARD
from teriya.mobilisation.selection.states import HearingState


def grid_of(wave: Wave) -> Term:
    """The scoring grid of a wave: that of its form in force when the call opened, so that it was published before."""
    return rules.term("grid", rules.amount("grid", form=wave.form.code, on=wave.opens_on))


def criteria_of(grid: Term) -> list[Criterion]:
    return [Criterion(row["code"], row["points"], row.get("weight", 1)) for row in grid.facts["criteria"]]


def widest_spread(wave: Wave) -> int | None:
    """Points between two members beyond which a candidate is heard again; None where the country has no such rule."""
    return rules.amount("rehearing_spread", form=wave.form.code, on=wave.opens_on)


def hearing_of(application: Application) -> Hearing | None:
    return Hearing.objects.live().filter(application=application).first()


def heard_by(jury: Jury) -> QuerySet[Application]:
    """The candidates whom a jury scores: those called before it; without a venue, the eligible ones of its centre's communes
    whom no other jury calls.
    """
    found = Application.objects.filter(wave=jury.wave_id, state__in=HEARD)
    called = Hearing.objects.live().filter(application=OuterRef("pk"))
    here = Exists(called.filter(jury=jury.pk))
    if jury.venue_id:
        return found.filter(here)
    own = found.filter(here | ~Exists(called))
    return own.filter(person__commune__centre=jury.centre_id) if jury.centre_id else own


def to_score(user: User, wave: Wave) -> QuerySet[Application]:
    """Those whom this person still has to score in a wave, from own chairs and where one stands in, by the hour."""
    wanted = Q(pk__in=[])
    for member in JuryMember.objects.seated().filter(jury__wave=wave, user=user).select_related("jury"):
        declared = Conflict.objects.filter(member=member).values("application")
        rows = heard_by(member.jury).exclude(pk__in=declared)
        wanted |= Q(pk__in=_without_sheet(rows, member.chair).values("pk"))
    for chair in (1, 2, 3):
        given = Conflict.objects.filter(application__wave=wave, substitute=user, member__chair=chair)
        rows = Application.objects.filter(pk__in=given.values("application"), state__in=HEARD)
        wanted |= Q(pk__in=_without_sheet(rows, chair).values("pk"))
    rows = by_hour(Application.objects.filter(wanted))
    return rows.filter(Q(hearing_state=None) | ~Q(hearing_state=HearingState.ABSENT))


def has_scored(member: JuryMember, application: Application) -> bool:
    """Whether this chair has given a candidate its sheet or its score of paper."""
    return not _without_sheet(Application.objects.filter(pk=application.pk), member.chair).exists()


def _without_sheet(rows: QuerySet[Application], chair: int) -> QuerySet[Application]:
    sheets = Sheet.objects.filter(hearing__in=Hearing.objects.live(), hearing__application=OuterRef("pk"), chair=chair)
    scores = Score.objects.filter(application=OuterRef("pk"), chair=chair)
    return rows.filter(~Exists(sheets), ~Exists(scores))


def by_hour(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With the day, the hour and the state of each one's hearing, in that order."""
    live = Hearing.objects.live().filter(application=OuterRef("pk"))
    given = {f"hearing_{name}": Subquery(live.values(name)[:1]) for name in ("on", "at", "state")}
    return rows.select_related("person__commune").annotate(**given).order_by("hearing_on", "hearing_at", "pk")


def sitting(user: User) -> QuerySet[Wave]:
    """The waves still open or closed where this person sits."""
    mine = {"juries__members__user": user, "juries__members__until": None}
    return Wave.objects.filter(state__in=("open", "closed"), **mine).order_by("pk").distinct()


def awaiting(user: User) -> QuerySet[Application]:
    """`to_score` in every wave still open or closed where this person sits."""
    wanted = Q(pk__in=[])
    for wave in sitting(user):
        wanted |= Q(pk__in=to_score(user, wave).values("pk"))
    return Application.objects.filter(wanted)


def to_settle(user: User) -> tuple[QuerySet[Conflict], QuerySet[Hearing]]:
    """What waits for who organises: conflicts of interest declared, candidates to hear again, in waves not placed yet."""
    waves = {"application__wave__state__in": ("open", "closed", "ranked"), "application__state__in": HEARD}
    conflicts = Conflict.objects.within(user, P.INTERVIEWS_PLAN).filter(state="declared", **waves)
    return conflicts, Hearing.objects.within(user, P.INTERVIEWS_PLAN).filter(state="contested", **waves)


def has_sat(jury: Jury) -> bool:
    """Whether it heard somebody, was to hear somebody who did not come, or its scores came on paper."""
    heard = Hearing.objects.filter(jury=jury).still_there().exists()
    return heard or Score.objects.filter(application__in=heard_by(jury)).exists()


def unsigned(wave: Wave) -> list[Jury]:
    """The juries of a wave that sat and whose minutes are not drawn since the last sheet, or lack a member's signature."""
    return [jury for jury in wave.juries.order_by("name") if has_sat(jury) and not _is_signed(jury)]


def _is_signed(jury: Jury) -> bool:
    newest = jury.minutes.select_related("document").first()
    if newest is None or Sheet.objects.filter(hearing__jury=jury, at__gt=newest.document.at).exists():
        return False
    signed = newest.signatures.values("member")
    return not JuryMember.objects.seated().filter(jury=jury).exclude(pk__in=signed).exists()


def to_sign(user: User) -> QuerySet[Minutes]:
    """The newest minutes of this person's juries that the person has not signed."""
    newer = Minutes.objects.filter(jury=OuterRef("jury"), pk__gt=OuterRef("pk"))
    own = Minutes.objects.filter(~Exists(newer), jury__members__user=user, jury__members__until=None)
    return own.exclude(signatures__member__user=user)


def ranked(wave: Wave) -> QuerySet[Application]:
    """The ranked candidates of a wave, first to last, whatever became of them since."""
    rows = Application.objects.filter(wave=wave, ranking__isnull=False).order_by("ranking__rank")
    return rows.select_related("ranking", "person").prefetch_related("scores")


def scores_of(application: Application) -> list[tuple[int, int]]:
    """(chair, points) given so far."""
    return list(application.scores.values_list("chair", "points"))


def readiness(wave: Wave) -> dict[str, int]:
    """What a ranking would find: how many are complete (three scores), incomplete, not checked yet, held, to hear again."""
    rows = wave.applications.annotate(given=Count("scores"))
    heard = Q(state__in=HEARD)
    return rows.aggregate(
        complete=Count("pk", filter=heard & Q(given=3), distinct=True),
        incomplete=Count("pk", filter=heard & Q(given__lt=3), distinct=True),
        unchecked=Count("pk", filter=Q(state="submitted"), distinct=True),
        held=Count("pk", filter=Q(state="held"), distinct=True),
        contested=Count("pk", filter=Q(hearings__state="contested"), distinct=True),
    )
