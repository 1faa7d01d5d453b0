"""teriya mission …: a wave from accepted offers to certificates."""

from argparse import Namespace

from teriya.foundation.core.periods import Month
from teriya.foundation.intake.engine.dates import read_date
from teriya.portals.commands import acting, actor, day
from teriya.portals.commands.wave import wave_of
from teriya.service.attendance import actions as attendance
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Contract, Mission


def add(doors) -> None:
    verbs = doors.add_parser("mission", help="les missions d’une vague").add_subparsers(required=True)
    for name, words, run in (
        ("prepare", "ouvrir les missions des propositions acceptées", prepare),
        ("contracts", "établir les contrats", contracts),
        ("sign", "signer les contrats pour l’agence", sign),
        ("confirm", "confirmer les prises de service attestées", confirm),
        ("certify", "délivrer les attestations des missions closes", certify),
        ("confirm-month", "confirmer les présences attestées d’un mois", confirm_month),
    ):
        verb = acting(verbs.add_parser(name, help=words))
        verb.add_argument("wave", help="code de la vague")
        if run is confirm_month:
            verb.add_argument("--month", required=True, metavar="AAAA-MM-JJ", help="un jour du mois")
        verb.set_defaults(run=run)


def prepare(given: Namespace) -> None:
    print(f"{len(missions.prepare_many(wave=wave_of(given), by=actor(given), on=day(given)))} missions ouvertes.")


def _missions(given: Namespace, **state) -> list[Mission]:
    by = actor(given)
    return list(Mission.objects.visible_to(by).filter(wave=wave_of(given), **state).order_by("pk"))


def contracts(given: Namespace) -> None:
    waiting = _missions(given, state="prepared", contracts=None)
    print(f"{len(missions.issue_contracts(missions=waiting, by=actor(given), on=day(given)))} contrats établis.")


def sign(given: Namespace) -> None:
    unsigned = Contract.objects.unsigned_by("agency").filter(mission__in=_missions(given)).order_by("pk")
    print(
        f"{len(missions.sign(contracts=list(unsigned), party='agency', by=actor(given), on=day(given)))} contrats signés."
    )


def confirm(given: Namespace) -> None:
    attested = _missions(given, state="prepared", start__isnull=False, start__confirmed_on=None)
    print(
        f"{len(missions.confirm_starts(missions=attested, by=actor(given), on=day(given)))} prises de service confirmées."
    )


def certify(given: Namespace) -> None:
    closed = _missions(given, state="closed", closing__certificate=None)
    print(
        f"{len(missions.issue_certificates(missions=closed, by=actor(given), on=day(given)))} attestations délivrées."
    )


def confirm_month(given: Namespace) -> None:
    month = Month.of(read_date(given.month))
    sheets = MonthSheet.objects.filter(mission__in=_missions(given), month=month.first, state="attested").order_by(
        "pk"
    )
    print(f"{len(attendance.confirm_many(sheets=list(sheets), by=actor(given), on=day(given)))} mois confirmés.")
