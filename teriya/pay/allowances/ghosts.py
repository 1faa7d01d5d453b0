"""What the engine of ghosts reads, in a constant number of queries, and what a person has cleared."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Count, F, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from teriya.foundation.accounts.models import Appointment
from teriya.foundation.core.periods import Month
from teriya.foundation.documents.models import Upload
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import HostOfficer
from teriya.mobilisation.hosts.quotas import quotas_on
from teriya.pay.allowances.engine.elsewhere import Other
from teriya.pay.allowances.engine.ghosts import Frame, Sign, Subject, look
from teriya.pay.allowances.models import Clearance, OtherPay, Wallet
from teriya.people.models import Paper, Suspicion
from teriya.service.attendance.models import MonthSheet
from teriya.service.followup.models import Visit
from teriya.service.missions.models import Mission
from teriya.service.missions.states import PORTRAIT

_VOLUNTEERS = ("candidate", "volunteer", "senior")  # whoever may be paid; every other role is the agency's or a host's
_OWNER = Coalesce("person__merged_into", "person")


def signs(month: Month) -> dict[int, list[Sign]]:
    """Mission → its signs, of everybody who serves in the month: a telephone is shared across forms and hosts."""
    people = subjects(month)
    return look(people, frame(month, {one.host for one in people}))


class Signs(dict[Month, dict[int, list[Sign]]]):
    """Signs month by month, looked for the first time that a month is asked for."""

    def __missing__(self, month: Month) -> dict[int, list[Sign]]:
        self[month] = signs(month)
        return self[month]


def cleared(missions: Collection[int]) -> dict[int, set[str]]:
    """Mission → the signs that a named person has cleared."""
    found: dict[int, set[str]] = defaultdict(set)
    for mission, code in Clearance.objects.filter(mission__in=missions).values_list("mission_id", "code"):
        found[mission].add(code)
    return found


def frame(month: Month, hosts: Collection[int]) -> Frame:
    ages = {
        code: (rules.amount("age_min", form=code, on=month.last, default=0) or 0, rules.amount("age_max", form=code, on=month.last, default=0) or 0)
        for code in rules.form_codes()
    }  # fmt: skip
    acts = Appointment.objects.in_force(month.last).exclude(role__in=_VOLUNTEERS).exclude(user__phone=None)
    phones = frozenset(acts.values_list("user__phone", flat=True)) - {""}
    return Frame(month.first, month.last, quotas_on(hosts, month.last), ages, phones, _others(month))


def _others(month: Month) -> tuple[Other, ...]:
    """Whom other programmes say that they pay in the month."""
    rows = OtherPay.objects.filter(month=month.first, withdrawn_on=None).order_by("pk")
    facts = rows.values_list("programme", "folded", "born_on", "paper", "numbers")
    return tuple(Other(programme, tuple(folded.split()), *known) for programme, folded, *known in facts)


_READ = ("pk", "owner", "person__folded", "host_id", "started_on", "form__code", "person__birth_on", "person__birth_year",
         "person__died_on", "person__phone", "person__commune_id", "person__account_id", "person__registered_on",
         "offer__application__entered_by")  # fmt: skip


def subjects(month: Month) -> list[Subject]:
    """Everybody who serves at least one day of the month."""
    rows = Mission.objects.served_in(month.first, month.last).exclude(state="cancelled").annotate(owner=_OWNER)
    papers, photos, wallets = _papers(rows), _photos(rows), _wallets()
    hands, closed, visits = _hands(month), _closed(rows), _visits(rows)
    doubles, members, absent = _doubles(), _members(), _seen_absent(month)
    return [
        Subject(
            id=pk, person=owner, words=tuple(folded.split()), host=host, started_on=started, form=form, born_on=born, birth_year=year,
            died_on=died, phone=phone, commune=commune, account=account or 0, registered_on=registered, enrolled_by=enrolled,
            papers=papers.get(owner, ()), photo=photos.get(owner, ""), numbers=wallets.get(owner, ("", 0))[0],
            wallet_by=wallets.get(owner, ("", 0))[1], attested_by=hands.get(pk, (0, 0))[0], confirmed_by=hands.get(pk, (0, 0))[1],
            is_of_host=(host, account) in members, is_double=owner in doubles, seen_absent=tuple(absent.get(pk, ())),
            months=closed.get(pk, NONE)[0], missed=closed.get(pk, NONE)[1], is_one_pair=closed.get(pk, NONE)[2] == 1, visits=visits.get(pk, 0),
        )
        for pk, owner, folded, host, started, form, born, year, died, phone, commune, account, registered, enrolled
        in rows.order_by("pk").values_list(*_READ)
    ]  # fmt: skip


def _papers(rows) -> dict[int, tuple[str, ...]]:
    """Person → identity papers shown, by any of its records.

    The people are read first: joined with tables that the database has not counted yet, it would compare everybody with everybody.
    """
    kinds = [term.code for term in rules.terms("paper") if term.facts["kind"] == "identity"]
    found: dict[int, tuple[str, ...]] = {}
    people = list(rows.values_list("person", flat=True))
    shown = Paper.objects.filter(person__in=people, kind__in=kinds).annotate(owner=_OWNER)
    for owner, number in shown.values_list("owner", "folded").distinct():
        found[owner] = (*found.get(owner, ()), number)
    return found


def _photos(rows) -> dict[int, str]:
    """Person → digest of the last portrait kept."""
    kept = Upload.objects.filter(subject=PORTRAIT, subject_id__in=rows.values("person"))
    return dict(kept.order_by("pk").values_list("subject_id", "sha256"))


def _wallets() -> dict[int, tuple[str, int]]:
    """Person → digits of the wallet in use, and who entered it."""
    rows = Wallet.objects.filter(state="in_use").annotate(owner=_OWNER).values_list("owner", "folded", "entered_by_id")
    return {owner: (folded if folded.isdecimal() else "", by) for owner, folded, by in rows}


def _hands(month: Month) -> dict[int, tuple[int, int]]:
    """Mission → who attested and who confirmed the month."""
    rows = MonthSheet.objects.filter(month=month.first).values_list("mission_id", "attested_by_id", "confirmed_by_id")
    return {mission: (attested or 0, confirmed or 0) for mission, attested, confirmed in rows}


NONE = (0, 0, 0)


def _closed(rows) -> dict[int, tuple[int, int, int]]:
    """Mission → months confirmed, days missed in them, and pairs of people who attested and confirmed them."""
    sheets = MonthSheet.objects.filter(mission__in=rows.values("pk"), state="confirmed").values_list("mission_id")
    pair = Concat(Cast("attested_by_id", TextField()), Value("+", TextField()), Cast("confirmed_by_id", TextField()))
    found = sheets.annotate(Count("pk"), Sum("absent"), pairs=Count(pair, distinct=True)).order_by()
    return {pk: (months, missed, pairs) for pk, months, missed, pairs in found}


def _visits(rows) -> dict[int, int]:
    """Mission → visits that found the volunteer."""
    done = Visit.objects.filter(mission__in=rows.values("pk"), state="done", was_present=True)
    return dict(done.values_list("mission_id").annotate(number=Count("pk")).order_by())


def _seen_absent(month: Month) -> dict[int, list[date]]:
    """Mission → days marked present on which a visit found nobody at the post."""
    rows = Visit.objects.filter(
        state="done", was_present=False, on__range=(month.first, month.last), mission__marks__day=F("on"),
        mission__marks__kind="present",
    )  # fmt: skip
    found: dict[int, list[date]] = {}
    for mission, day in rows.values_list("mission_id", "on").distinct().order_by("mission_id", "on"):
        found.setdefault(mission, []).append(day)
    return found


def _doubles() -> set[int]:
    """Persons of whom the register waits to know whether they are somebody else."""
    pairs = Suspicion.objects.filter(state="open", is_held=True)
    return {pk for pair in pairs.values_list("first_id", "second_id") for pk in pair}


def _members() -> set[tuple[int, int]]:
    """(host, account) of whoever belongs to a host."""
    return set(HostOfficer.objects.filter(until=None).values_list("host_id", "user_id"))
