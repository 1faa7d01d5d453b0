"""What hosts ask for, as an office lists it (besoins.csv). A host is named by its N° in the office's list, or by ours."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import needs, quotas
from teriya.mobilisation.hosts.models import Host, Need
from teriya.mobilisation.hosts.needs import NewNeed
from teriya.mobilisation.hosts.policies import against_asking
from teriya.mobilisation.hosts.states import OPEN_NEED

FIELDS = [
    Field("reference", ["Réf", "Référence", "Réf besoin"], filled=True),
    Field("host", ["N° structure", "Structure", "N° de la structure"], filled=True),
    Field("profile", ["Profil", "Profil demandé", "Poste"], filled=True),
    Field("diploma", ["Niveau minimum", "Niveau", "Diplôme minimum", "Diplôme"], required=False),
    Field("places", ["Places", "Nombre de places", "Effectif"], filled=True),
    Field("months", ["Durée (mois)", "Durée", "Nombre de mois"], filled=True),
    Field("starts_on", ["Prise de service", "Date de prise de service", "Début"], filled=True),
    Field("tutor", ["Tuteur", "Nom du tuteur", "Référent"], required=False),
]
PAST, AHEAD = timedelta(365), timedelta(730)  # a start further than that is a slip in the year
MOST_PLACES, MOST_MONTHS = 500, 60


def start_reader(on: date) -> Callable[[str], date]:
    """A first day of service, near enough to the day of the file to be no slip."""

    def start(written: str) -> date:
        day = readers.read_date(written)
        if not on - PAST <= day <= on + AHEAD:
            raise Refusal(
                "bad_start",
                _("le %(day)s est trop loin du %(on)s. Vérifiez l’année.")
                % {"day": f"{day:%d/%m/%Y}", "on": f"{on:%d/%m/%Y}"},
            )
        return day

    return start


def cells(context: Mapping[str, Any], on: date) -> dict:
    return {
        "reference": readers.text(20), "host": readers.key, "profile": readers.word("profile", 60),
        "diploma": readers.choice("diploma"), "starts_on": start_reader(on), "tutor": readers.text(120),
        "places": lambda written: readers.read_int(written, minimum=1, maximum=MOST_PLACES),
        "months": lambda written: readers.read_int(written, minimum=1, maximum=MOST_MONTHS),
    }  # fmt: skip


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line is a need already known by its reference, for the same host. What its host may not ask is refused, line by line."""
    form, perimeter, first, gate = _form(context), by.communes(P.HOSTS_REGISTER), {}, _Gate(on)

    def hear(lines: Sequence[Line]) -> None:
        hosts = _Hosts(lines, by, perimeter)
        references = [line.values["reference"] for line in lines]
        rows = Need.objects.select_related("host", "form").filter(reference__in=references)
        known = {need.reference: need for need in rows}
        gate.open(hosts.everyone, [need.pk for need in known.values()])
        for line in lines:
            reference = line.values["reference"]
            line.shown = _shown(line.values)
            if first.setdefault(reference, line.number) != line.number:
                line.refuse("reference", "line_twice", f"Cette référence est déjà à la ligne {first[reference]}.")
            asked = _asked(line, hosts, form)
            if asked and reference in known:
                _compare(line, known[reference], asked)
            gate.hear(line, Need(**asked) if asked else None, known.get(reference))

    return hear


def _asked(line: Line, hosts: "_Hosts", form: Form) -> dict[str, Any] | None:
    """What the line asks, as the form allows it; nothing when its host or its term is refused."""
    try:
        host = hosts.find(line.values["host"])
        line.shown["Structure"] = host.name
        row = line.values["row"] = _row(line.values, host)
        asked = needs.asked(row, form)
    except Refusal as no:
        line.refuse(no.field or "host", no.code, no.sentence)
        return None
    line.shown["Durée"] = (
        f"{asked['months']} mois, renouvelable" if asked["is_renewable"] else f"{asked['months']} mois"
    )
    if not row.tutor:
        line.remarks.append("Le tuteur manque : il sera demandé avant la prise de service.")
    return asked | {"form": form}


def _form(context: Mapping[str, Any]) -> Form:
    form = Form.objects.filter(code=context.get("form", "")).first()
    if not form:
        raise Refusal("form_required", _("Dites pour quelle forme de volontariat sont ces besoins."), field="form")
    return form


def _row(values: Mapping[str, Any], host: Host) -> NewNeed:
    return NewNeed(
        reference=values["reference"], host=host, profile=values["profile"], diploma=values["diploma"] or "",
        places=values["places"], months=values["months"], starts_on=values["starts_on"], tutor=values["tutor"] or "",
    )  # fmt: skip


def _shown(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        "Réf": values["reference"], "Profil": rules.label("profile", values["profile"]),
        "Niveau": rules.label("diploma", values["diploma"]) if values["diploma"] else "", "Places": str(values["places"]),
        "Prise de service": f"{values['starts_on']:%d/%m/%Y}", "Tuteur": values["tutor"] or "",
    }  # fmt: skip


class _Hosts:
    """The hosts that this person sees, by our number and by their office's."""

    def __init__(self, lines: Sequence[Line], by: User, perimeter: set[int] | None):
        self.perimeter = perimeter
        numbers = {line.values["host"] for line in lines}
        self.found: dict[str, list[Host]] = {}
        self.everyone = list(Host.objects.visible_to(by).filter(Q(number__in=numbers) | Q(office_number__in=numbers)))
        for host in self.everyone:
            for number in {host.number, host.office_number}:
                self.found.setdefault(number, []).append(host)

    def find(self, number: str) -> Host:
        found = self.found.get(number, [])
        if not found:
            raise Refusal(
                "unknown_host",
                _(
                    "N° structure : aucune structure enregistrée n’a le N° %(number)s. Corrigez ce N°, ou la ligne de la structure."
                )
                % {"number": number},
            )
        if len(found) > 1:
            names = ", ".join(f"{host.number} « {host.name} »" for host in found[:5])
            raise Refusal(
                "which_host",
                _("N° structure : le N° %(number)s peut désigner %(names)s. Écrivez SA-….")
                % {"number": number, "names": names},
            )
        if self.perimeter is not None and found[0].commune_id not in self.perimeter:
            raise Refusal(
                "out_of_perimeter",
                _("N° structure : « %(name)s » n’est pas de votre périmètre.") % {"name": found[0].name},
            )
        return found[0]


class _Gate:
    """What hosts may ask, by the rule of `needs.submit`: each line that stands counts against the next ones of the file."""

    def __init__(self, on: date):
        self.on = on
        self.heard: list[Need] = []

    def open(self, hosts: Sequence[Host], known: Sequence[int]) -> None:
        """Look at these hosts; what the file writes again (`known`) is counted as its lines are heard."""
        self.stopped = against_asking(hosts, on=self.on)
        self.rooms = quotas.asked([host.pk for host in hosts], self.on, without=known)
        for need in self.heard:
            self.rooms.count(need)

    def hear(self, line: Line, need: Need | None, before: Need | None) -> None:
        if need and not line.errors and line.outcome != "same":
            no = self.stopped.get(need.host_id) if line.outcome == "new" else None
            if no := no or quotas.against_quota(self.rooms, need):
                line.refuse(no.field, no.code, no.sentence)
        stands = before if line.errors else need
        if stands:
            self.rooms.count(stands)
            self.heard += [] if before else [stands]


def _compare(line: Line, need: Need, asked: Mapping[str, Any]) -> None:
    if need.host_id != asked["host"].pk:
        sentence = f"Réf : {need.reference} est déjà un besoin de « {need.host.name} ». Donnez une autre référence."
        return line.refuse("reference", "reference_taken", sentence)
    line.values["need"] = need
    is_changed = any(asked[field] not in ("", getattr(need, field)) for field in needs.CORRECTED)
    line.outcome = "changed" if is_changed else "same"
    if is_changed and need.state not in OPEN_NEED:
        sentence = f"Réf : le besoin {need.reference} est déjà {need.get_state_display()}, il ne change plus."
        line.refuse("reference", "need_settled", sentence)


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    form = _form(context)
    known = [(line.values["need"], line.values["row"]) for line in lines if line.outcome == "changed"]
    fresh = [line.values["row"] for line in lines if line.outcome == "new"]
    changed = needs.correct(known, form=form, by=by, on=on)  # first: what it gives back, new needs may take
    return {"new": len(needs.submit(fresh, form=form, by=by, on=on)), "changed": len(changed)}


KIND = Kind(
    "needs", gettext_lazy("Besoins des structures"), P.NEEDS_WRITE, FIELDS, cells, judge, commit, needs_form=True
)
