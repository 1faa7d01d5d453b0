"""Reading pay: runs, lines, wallets, what is late."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import Month
from teriya.foundation.documents.models import Document
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import terms
from teriya.pay.allowances.engine.holders import Likeness, compare
from teriya.pay.allowances.models import (
    Clearance,
    Correction,
    HolderCheck,
    PayLine,
    PayRun,
    RetentionOrder,
    Split,
    Wallet,
    Work,
)
from teriya.pay.allowances.states import Nature, Outcome
from teriya.people.models import Person
from teriya.service.attendance import queries as attendance
from teriya.service.missions.models import Mission
from teriya.service.missions.states import EndReason

LIVE = ("due", "ordered", "paid", "returned", "set_aside")  # a month that is paid, or on its way
PUBLISHED = ("ordered", "paid", "returned", "set_aside")  # what a volunteer reads: nothing before the order
OPEN_LINES = Count("lines", filter=Q(lines__suspense__state="waiting"))  # of a return file


def owner_of(person: Person) -> int:
    """The person for life: an alias stands for the one it was merged into."""
    return person.merged_into_id or person.pk


def is_dead(mission: Mission) -> bool:
    """Whether nothing goes any more to the account of who served it: by its own end, or by the register since then."""
    return mission.end_reason == EndReason.DEATH or mission.person.died_on is not None


def of_the_dead() -> Q:
    """Of lines: the same."""
    return Q(mission__end_reason=EndReason.DEATH) | Q(mission__person__died_on__isnull=False)


def lines_visible_to(user: User) -> QuerySet[PayLine]:
    """Every line for those who read pay; one's own once it is ordered, for a volunteer."""
    return PayLine.objects.all() if user.may(P.PAY_READ) else lines_of(user)


def lines_of(user: User) -> QuerySet[PayLine]:
    """The volunteer's own lines, once ordered."""
    return PayLine.objects.filter(mission__person__account=user, state__in=PUBLISHED)


def blocked_seen_by(user: User) -> QuerySet[PayLine]:
    """Stopped lines: all of them for who reads pay, those of the perimeter's hosts for the centre that lifts their causes."""
    rows = PayLine.objects.filter(state="blocked")
    if user.may(P.PAY_READ):
        return rows
    return rows.filter(_in_perimeter(user, "mission__host__commune", P.PAY_CLEAR, P.WALLETS_ENTER))


def reasons_of(rows: QuerySet[PayLine]) -> dict[str, int]:
    """Code of each reason → how many of these stopped lines have it, the commonest first."""
    counts = Counter(code for stops in rows.values_list("blocked", flat=True).iterator() for code, _sentence in stops)
    return dict(counts.most_common())


def clearances_of(mission: Mission) -> list[tuple[Clearance, str]]:
    """What was cleared, with who did."""
    rows = list(mission.clearances.order_by("pk"))
    names = dict(User.objects.filter(pk__in={row.by_id for row in rows}).values_list("pk", "name"))
    return [(row, names.get(row.by_id, "")) for row in rows]


def hands_on(line: PayLine) -> set[int]:
    """Accounts that enrolled the person, entered the wallet in use, attested the month."""
    owner = owner_of(line.mission.person)
    mine = Q(person=owner) | Q(person__merged_into=owner)
    entered = Wallet.objects.filter(mine, state="in_use").values_list("entered_by_id", flat=True)
    attested = line.mission.sheets.filter(month=line.month).values_list("attested_by_id", flat=True)
    return {line.mission.offer.application.entered_by, *entered, *attested} - {0, None}


def wallets_seen_by(user: User) -> QuerySet[Wallet]:
    """Wallets of the perimeter of those who enter or approve them; every one for those who read pay."""
    if user.may(P.PAY_READ):
        return Wallet.objects.all()
    return Wallet.objects.filter(_in_perimeter(user, "person__commune", P.WALLETS_ENTER, P.WALLETS_APPROVE))


def without_wallet(user: User) -> QuerySet[Mission]:
    """Missions in service of the perimeter whose person has no wallet, in use or waiting."""
    own = Wallet.objects.filter(person=OuterRef("person")).exclude(state="retired")
    seen = Q() if user.may(P.PAY_READ) else _in_perimeter(user, "person__commune", P.WALLETS_ENTER, P.WALLETS_APPROVE)
    return Mission.objects.filter(seen, ~Exists(own), state="in_service")


def _in_perimeter(user: User, commune: str, *permissions: P) -> Q:
    seen: set[int] = set()
    for permission in permissions:
        communes = user.communes(permission) if user.may(permission) else set()
        if communes is None:
            return Q()
        seen |= communes
    return Q(**{f"{commune}__in": seen})


def wallets_in_use(people: Iterable[int]) -> dict[int, Wallet]:
    """The wallet in use of each person (`owner_of`)."""
    rows = Wallet.objects.annotate(owner=Coalesce("person__merged_into", "person")).filter(
        owner__in=set(people), state="in_use"
    )
    return {wallet.owner: wallet for wallet in rows.select_related("person").prefetch_related("institution")}


def institutions_of(people: Collection[int]) -> dict[int, str]:
    """Person (`owner_of`) → name of the institution that pays it."""
    rows = Wallet.objects.annotate(owner=Coalesce("person__merged_into", "person"))
    return dict(rows.filter(owner__in=people, state="in_use").values_list("owner", "institution__name"))


def other_holders(wallets: Iterable[Wallet]) -> dict[int, Wallet]:
    """Wallet id → the wallet with the same number that another person holds or has declared."""
    mine = list(wallets)
    rows = Wallet.objects.filter(folded__in={wallet.folded for wallet in mine}).exclude(state="retired").order_by("pk")
    holders: dict[tuple[int, str], dict[int, int]] = {}
    owner = Coalesce("person__merged_into", "person")
    for pk, institution, folded, person in rows.values_list("pk", "institution", "folded", owner):
        holders.setdefault((institution, folded), {})[person] = pk
    found = {}
    for wallet in mine:
        same = holders.get((wallet.institution_id, wallet.folded), {})
        others = [pk for person, pk in same.items() if person != owner_of(wallet.person)]
        if others:
            found[wallet.pk] = others[-1]
    known = Wallet.objects.select_related("person").in_bulk(set(found.values()))
    return {pk: known[other] for pk, other in found.items()}


def of_owners(wallets: Iterable[Wallet]) -> Q:
    """Every wallet of the persons who hold these, aliases included."""
    owners = {owner_of(wallet.person) for wallet in wallets}
    return Q(person__in=owners) | Q(person__merged_into__in=owners)


def approved_before(wallets: Iterable[Wallet]) -> dict[int, Wallet]:
    """Wallet id → the other one approved for its person: the one in use, else the last that was."""
    mine = list(wallets)
    rows = Wallet.objects.filter(of_owners(mine), approved_on__isnull=False).select_related("person", "institution")
    by_owner: dict[int, list[Wallet]] = {}
    for other in sorted(rows, key=lambda other: (other.state == "in_use", other.pk)):
        by_owner.setdefault(owner_of(other.person), []).append(other)
    found = {}
    for wallet in mine:
        others = [other for other in by_owner.get(owner_of(wallet.person), ()) if other.pk != wallet.pk]
        if others:
            found[wallet.pk] = others[-1]
    return found


def under_way(wallets: Iterable[Wallet]) -> QuerySet[PayLine]:
    """Lines of these persons that somebody has signed and that are not sent yet."""
    owners = {owner_of(wallet.person) for wallet in wallets}
    mine = Q(mission__person__in=owners) | Q(mission__person__merged_into__in=owners)
    return PayLine.objects.filter(mine, state__in=("due", "ordered")).exclude(
        run__state__in=("prepared", "sent", "settled")
    )


def changes_told_to(phone: str, on: date) -> QuerySet[Wallet]:
    """Changes of account that this number was told of and may still stop."""
    waiting = Q(state="entered") | Q(state="in_use", held_until__gt=on)
    return Wallet.objects.filter(waiting, warned__contains=[phone]).exclude(replaces=None).order_by("pk")


def held(user: User, on: date) -> QuerySet[Wallet]:
    """Changes in use that wait for their cycle, the first to be paid first."""
    rows = wallets_seen_by(user).filter(state="in_use", held_until__gt=on)
    return rows.select_related("person", "institution", "replaces__institution").order_by("held_until", "pk")


def held_of(run: PayRun, on: date) -> QuerySet[Wallet]:
    """Changes in use that wait for their cycle, of the people whom a run is to pay."""
    owner = Coalesce("mission__person__merged_into", "mission__person")
    people = run.lines.filter(state="due").annotate(owner=owner).values("owner")
    rows = Wallet.objects.annotate(owner=Coalesce("person__merged_into", "person"))
    return rows.filter(owner__in=people, state="in_use", held_until__gt=on)


def stopped_changes(user: User) -> list[tuple[Wallet, Transition]]:
    """The last changes that somebody stopped, with the day and the reason."""
    rows = wallets_seen_by(user).filter(state="retired").exclude(replaces=None).values("pk")
    steps = list(Transition.objects.filter(subject="wallet", name="stop", subject_id__in=rows).order_by("-pk")[:25])
    found = Wallet.objects.select_related("person", "institution").in_bulk([step.subject_id for step in steps])
    return [(found[step.subject_id], step) for step in steps]


def likeness_of(wallet: Wallet) -> Likeness:
    """Whether the holder, as entered, is the person."""
    return likeness_to(wallet.person, wallet.holder)


def likeness_to(person: Person, holder: str) -> Likeness:
    return compare(holder, f"{person.family} {person.given} {person.married}")


def last_checks(wallets: Collection[Wallet]) -> dict[int, HolderCheck]:
    """Wallet id → what was found of its holder, the last time that somebody looked."""
    rows = HolderCheck.objects.filter(wallet__in=wallets).select_related("wallet__person")
    return {check.wallet_id: check for check in rows.order_by("wallet", "-pk").distinct("wallet")}


def not_of_their_person(wallets: Iterable[Wallet]) -> frozenset[int]:
    """Ids of those whose holder nobody compared with the person, or was found to be somebody else."""
    ids = {wallet.pk for wallet in wallets}
    last = HolderCheck.objects.filter(wallet__in=ids).order_by("wallet", "-pk").distinct("wallet")
    outcomes = dict(last.values_list("wallet", "outcome"))
    return frozenset(pk for pk in ids if outcomes.get(pk, Outcome.OTHER) == Outcome.OTHER)


def checks_of(wallet: Wallet) -> list[tuple[HolderCheck, str]]:
    """Every comparison of its holder with the person, the last first, each with who made it."""
    checks = list(wallet.checks.order_by("-pk"))
    names = dict(User.objects.filter(pk__in={check.by_id for check in checks}).values_list("pk", "name"))
    return [(check, names.get(check.by_id, "")) for check in checks]


def doubts(wallets: Collection[Wallet]) -> dict[int, list[tuple[str, str]]]:
    """What an approver should look at: a number that somebody else has, a holder that is not the person, a change."""
    shared, former, seen = other_holders(wallets), approved_before(wallets), last_checks(wallets)
    found = {}
    for wallet in wallets:
        reasons = []
        if other := shared.get(wallet.pk):
            words = _("Ce numéro est déjà celui de %(matricule)s.") % {"matricule": other.person.matricule}
            reasons.append(("duplicate_wallet", words))
        likeness = seen[wallet.pk].outcome if wallet.pk in seen else likeness_of(wallet)
        if likeness != Likeness.SAME:
            names = {"holder": wallet.holder, "person": wallet.person}
            words = _("Titulaire « %(holder)s », personne « %(person)s ».") % names
            reasons.append((f"{likeness}_holder", words))
        if before := former.get(wallet.pk):
            words = _("Remplace le compte …%(tail)s : payé après un cycle d’attente.") % {"tail": before.tail}
            reasons.append(("wallet_change", words))
        found[wallet.pk] = reasons
    return found


def to_pay(month: Month, form_id: int) -> QuerySet[Mission]:
    """Confirmed missions of the month that no live line pays yet."""
    live = PayLine.objects.filter(
        mission=OuterRef("pk"), month=month.first, nature="allowance", state__in=LIVE, corrects=None
    )
    return attendance.confirmed(month, form_id).filter(~Exists(live))


def closed_unpaid(form: Form, until: date) -> QuerySet[Mission]:
    """Missions closed, whose last day comes by then, that no live line gives the lump sum of the pack."""
    since = terms.lump_sums_since(form.code)
    if since is None:
        return Mission.objects.none()
    live = PayLine.objects.filter(mission=OuterRef("pk"), nature=Nature.LUMP_SUM, state__in=LIVE, corrects=None)
    return Mission.objects.filter(~Exists(live), form=form, state="closed", ended_on__range=(since, until))


def corrections_to_pay(form: Form, until: date) -> QuerySet[Correction]:
    """Approved corrections of the form's paid months, up to a day, that owe more and that no live line pays."""
    live = PayLine.objects.filter(corrects=OuterRef("line"), version=OuterRef("version"), state__in=LIVE)
    rows = Correction.objects.filter(~Exists(live), state="approved", due__gt=F("before"), line__run__form=form)
    return rows.filter(line__month__lte=until).order_by("line__month", "pk")


def works_under_way() -> QuerySet[Work]:
    """Those that the worker will do or does. One asked longer ago than any takes was lost with the worker that did it."""
    return Work.objects.filter(is_over=False, at__gt=timezone.now() - timedelta(hours=1))


def due_so_far(line: PayLine) -> int:
    """Francs that a line gave before any retention, as the last approved correction left it."""
    last = line.corrections.filter(state="approved").order_by("version").last()
    return last.due if last else line.net + line.retained


def orders_of(people: Collection[int], state: str = "in_force") -> QuerySet[RetentionOrder]:
    """The retentions of these people (`owner_of`), the first approved first."""
    rows = RetentionOrder.objects.annotate(owner=Coalesce("person__merged_into", "person"))
    return rows.filter(owner__in=people, state=state).order_by("approved_on", "pk")


def taken(orders: Iterable[RetentionOrder]) -> dict[int, list[tuple[PayLine, int]]]:
    """Order id → each live line that takes something for it, with how much, the oldest first."""
    found: dict[int, list[tuple[PayLine, int]]] = {order.pk: [] for order in orders}
    if not found:
        return found
    owners = RetentionOrder.objects.filter(pk__in=found).values_list(Coalesce("person__merged_into", "person"))
    lines = PayLine.objects.annotate(owner=Coalesce("mission__person__merged_into", "mission__person"))
    lines = lines.filter(owner__in=owners, state__in=LIVE, retained__gt=0)
    for line in lines.order_by("month", "pk"):
        for row in line.lines:
            if row.get("order") in found:
                found[row["order"]].append((line, -row["amount"]))
    return found


def left(orders: Iterable[RetentionOrder]) -> dict[int, int]:
    """Order id → francs still to take."""
    orders = list(orders)
    given = taken(orders)
    return {order.pk: order.total - sum(francs for _line, francs in given[order.pk]) for order in orders}


def taken_up_by(month: Month) -> Q:
    """Stopped lines that the preparation of a month computes again: that month's, and earlier sums due once."""
    return Q(month=month.first) | Q(~Q(nature=Nature.ALLOWANCE) | Q(corrects__isnull=False), month__lt=month.first)


def totals(run: PayRun) -> dict[str, int]:
    """Francs of the payable lines, of their retentions and of their splits, each summed on its own."""
    payable = run.lines.filter(state__in=LIVE)
    sums = payable.aggregate(net=Sum("net", default=0), retained=Sum("retained", default=0))
    split = Split.objects.filter(line__in=payable).aggregate(split=Sum("amount", default=0))
    return sums | split


def states_of(run: PayRun) -> Counter:
    return Counter(dict(run.lines.values_list("state").annotate(number=Count("pk")).order_by()))


def papers_of(run: PayRun) -> QuerySet[Document]:
    """The signed pay sheets and the bordereaux of a run."""
    return Document.objects.filter(subject="pay_run", subject_id=run.pk).order_by("pk")


def months_to_prepare() -> list[tuple[date, str, int]]:
    """(month, form, volunteers) that no live line pays yet, the oldest month first: months confirmed, missions closed."""
    live = PayLine.objects.filter(
        mission=OuterRef("pk"), month=OuterRef("month"), nature=Nature.ALLOWANCE, state__in=LIVE, corrects=None
    )
    rows = Mission.objects.filter(sheets__state="confirmed").annotate(month=F("sheets__month")).filter(~Exists(live))
    counted = rows.values_list("month", "form__code").annotate(number=Count("pk")).order_by()
    found = Counter({(month, form): number for month, form, number in counted})
    for form in Form.objects.all():
        found.update((row.line.month, form.code) for row in corrections_to_pay(form, date.max).select_related("line"))
        closed = closed_unpaid(form, date.max).select_related("form")
        found.update((Month.of(mission.ended_on).first, form.code) for mission in closed if terms.lump_sum(mission))
    return [(month, form, number) for (month, form), number in sorted(found.items())]


def by_funder(run: PayRun) -> QuerySet:
    """Per envelope of the payable lines: funder, title, lines, francs."""
    splits = Split.objects.filter(line__run=run, line__state__in=LIVE)
    rows = splits.values("envelope__funder", "envelope__title")
    return rows.annotate(lines=Count("pk"), francs=Sum("amount")).order_by("envelope__funder", "envelope__title")
