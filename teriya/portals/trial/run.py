"""The trial itself: every step of a wave in order, what officers would decide, and a word of progress for each."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.places import actions as places
from teriya.foundation.rules import actions as rules
from teriya.foundation.rules.engine import packs
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Host, Need
from teriya.mobilisation.placement.models import Offer, Round
from teriya.pay.allowances.models import PayRun
from teriya.people import actions as people
from teriya.people.models import Suspicion
from teriya.portals.officers import Officers
from teriya.portals.trial import outputs, report
from teriya.portals.trial.delivery import delivered
from teriya.portals.trial.keys import Source
from teriya.portals.trial.lines import refuse_unreadable
from teriya.portals.trial.office import open_office
from teriya.service.missions.models import Mission

DOUBT = "kin_doubt"  # twins or siblings as likely as one person: the pair is listed, nobody is set aside for it
BOUNDLESS = 100_000  # an office's files say no quota: none stops what they ask for
WHY = "Essai : de deux dossiers semblables, le N° le plus petit reste."


@dataclass
class Outcome:
    """What the steps leave for the files of results."""

    wave: Wave
    round: Round
    run: PayRun | None  # none where nobody is placed
    month: Month


def trial(given: Namespace) -> int:
    """Run the wave of a folder and write its results, whole or not at all; the same files give the same bytes."""
    out = Path(given.out)
    started = time.monotonic()
    with delivered(out) as draft:
        with transaction.atomic():
            outcome = _wave(given.sources, given.pack, given.form, given.on)
        with step("Fichiers de résultats"):
            figures = outputs.write(draft, outcome, given.sources)
        with step("Contrats et attestations (PDF)"):
            outputs.write_papers(draft, progress)
        with step("Rapport"):
            report.write(draft, outcome, figures, given.sources, given.digest)
    if figures.mend:
        say(f"{figures.mend} lignes à corriger dans vos fichiers : {out / outputs.REVIEW}\n")
    say(f"Essai terminé en {time.monotonic() - started:.0f} s : {out / 'rapport.html'}\n")
    return 0


def _wave(sources: dict[str, Source], pack_code: str, form_code: str, on: date) -> Outcome:
    form = _country(pack_code, form_code, on)
    officers = Officers(open_office())
    with step("Structures et besoins"):
        _bring(officers, "hosts", sources, {}, on)
        officers.accredit(list(Host.objects.order_by("pk")), on=on, quota=BOUNDLESS)
        _bring(officers, "needs", sources, {"form": form.code}, on)
        seats = officers.approve(list(Need.objects.order_by("pk")), on=on)
        officers.fund(seats, code="ETAT", title="État", funder="État", on=on)
        needs = list(Need.objects.filter(state="approved").order_by("pk"))
    first = min(need.starts_on for need in needs)
    wave = officers.open_wave(
        code="ESSAI",
        title="Essai sur vos fichiers",
        form=form,
        opens_on=on,
        closes_on=on,
        starts_on=first,
        reference_on=on,
        asked=needs,
    )
    with step("Candidats"):
        _bring(officers, "candidates", sources, {"wave": wave.code}, on)
    with step("Doublons"):
        _settle_duplicates(officers, on)
    with step("Éligibilité et notes"):
        officers.check(wave, on=on)
        officers.hear(wave, on=on)
        _bring(officers, "scores", sources, {"wave": wave.code}, on)
        wave.refresh_from_db()
        officers.rank(wave, on=on)
        wave.refresh_from_db()
    with step("Placement"):
        round = officers.place(wave, name="Essai", on=on)
        officers.accept(list(Offer.objects.order_by("pk")), on=on)
    return _service(officers, wave, round, form, on)


def _country(code: str, form: str, on: date) -> Form:
    folder = settings.ROOT / "countries" / code
    if not folder.is_dir():
        raise Refusal("unknown_pack", f"Le pays « {code} » n’a pas de dossier dans countries/.", field="pack")
    pack = packs.load(folder)
    places.load(pack)
    rules.load(pack, by=None, on=on)
    found = Form.objects.filter(code=form).first()
    if found is None:
        known = ", ".join(Form.objects.values_list("code", flat=True))
        raise Refusal("unknown_form", f"La forme « {form} » n’existe pas dans ce pays : {known}.", field="form")
    return found


def _bring(officers: Officers, kind: str, sources: dict[str, Source], context: dict, on: date) -> None:
    refuse_unreadable(officers.bring(kind, sources[kind].name, sources[kind].data, context, on))


def _settle_duplicates(officers: Officers, on: date) -> None:
    """Of a suspected pair the lower N° stays; a pair that may be two of one family is only listed."""
    numbers = dict(Application.objects.values_list("person_id", "number"))
    officers.search_duplicates(on=on)
    for pair in Suspicion.objects.select_related("first", "second").order_by("-score", "pk"):
        if any(code == DOUBT for code, *_ in pair.reasons):
            continue
        first, second = sorted((pair.first, pair.second), key=lambda person: outputs.in_order(numbers[person.pk]))
        if second.merged_into_id is None and first.merged_into_id is None:
            people.decide(suspicion=pair, same=True, keep=first, reason=WHY, by=officers.by["regional_agent"], on=on)


def _service(officers: Officers, wave: Wave, round: Round, form: Form, on: date) -> Outcome:
    """Everyone accepts, is trained, sworn, starts on the day asked, is present a whole month, is paid, and ends at term."""
    month = Month.of(wave.starts_on)
    if not round.placements.exists():
        return Outcome(wave, round, None, month)
    missions = _prepare(officers, wave, on)
    with step("Présences et paie du premier mois"):
        present = _start(officers, [mission for mission in missions if mission.period.lower <= month.last])
        officers.close_month(present, month, on=month.last)
        officers.open_wallets(present, on=month.last)
        run = officers.pay(month, form, on=month.last)
    with step("Fin de mission et attestations"):
        _start(officers, [mission for mission in missions if mission.period.lower > month.last])
        missions = list(Mission.objects.filter(wave=wave).order_by("pk"))
        end = max(mission.period.upper for mission in missions) - timedelta(1)
        officers.finish(missions, reason="term", last_day=None, on=end)
        officers.certify(missions, on=end)
    return Outcome(wave, round, run, month)


def _prepare(officers: Officers, wave: Wave, on: date) -> list[Mission]:
    """Three days of training before the wave starts, then the oath and the contracts; all in a day when it starts that day."""
    with step("Formation, serment, contrats"):
        eve = max(on, wave.starts_on - timedelta(1))
        missions = officers.train(wave, trained=(max(on, eve - timedelta(2)), eve), sworn=eve, place="Essai")
        officers.sign(officers.contract(missions, on=eve), on=eve, ink_by=officers.by["regional_agent"])
    return missions


def _start(officers: Officers, missions: list[Mission]) -> list[Mission]:
    """Each takes up service on the first day of its contract; the month of the wave is that of the earliest need."""
    for day in sorted({mission.period.lower for mission in missions}):
        officers.start([mission for mission in missions if mission.period.lower == day], first_day=day, on=day)
    return list(Mission.objects.filter(pk__in=[mission.pk for mission in missions]).order_by("pk"))


@contextmanager
def step(name: str) -> Iterator[None]:
    started = time.monotonic()
    say(f"{name}…" if sys.stderr.isatty() else "")
    yield
    say(f"{_back()}{name} : {time.monotonic() - started:.1f} s\n")


def progress(done: int, total: int) -> None:
    if done % 25 == 0 or done == total:
        say(f"{_back()}  {done} / {total}" + ("" if sys.stderr.isatty() else "\n"))


def say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _back() -> str:
    """What takes the place of the line before on a terminal; a file of messages keeps its lines."""
    return "\r\033[K" if sys.stderr.isatty() else ""
