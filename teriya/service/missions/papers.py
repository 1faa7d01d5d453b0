"""What the room's papers print: lists, minutes, sheets, contract, certificate. Papers are in French, like the law."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Service, Sheet
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.needs import rate_scope
from teriya.people.models import Person
from teriya.service.missions.engine.caps import length
from teriya.service.missions.models import Closing, Contract, Mission, Oath, Signature, StartOfService
from teriya.service.missions.queries import last_day, pauses_of
from teriya.service.missions.states import ContractKind, EndReason, GateName, Party, SigningMode

_PERSON = [{"title": "Matricule", "kind": "text"}, {"title": "Nom", "kind": "text"}, {"title": "Prénoms", "kind": "text"},
           {"title": "Structure d’accueil", "kind": "text"}]  # fmt: skip


def short(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def electronic(party: str, by: User, function: str, on: date) -> dict:
    return {"party": party, "name": by.name, "function": function, "on": on, "means": "électronique"}


def _row(mission: Mission) -> list:
    return [mission.person.matricule, mission.person.family, mission.person.given, mission.host.name]


def _list(
    title: str, preamble: str, columns: list, rows: list, closing: str, signatures: list, place: str = ""
) -> dict:
    return {**letterhead(place), "title": title, "preamble": preamble, "columns": columns, "rows": rows, "closing": closing,
            "signatures": signatures}  # fmt: skip


def called_to_oath(missions: Sequence[Mission], place: str, day: date) -> Sheet:
    """Who is called to swear, with a box to sign for each."""
    wave = missions[0].wave
    data = _list(
        f"Liste d’appel au serment · {wave.title}", f"Les volontaires ci-après sont appelés à prêter serment le {short(day)}, à {place}.",
        [*_PERSON, {"title": "Signature", "kind": "signature"}], [[*_row(m), None] for m in missions],
        f"Appelés : {len(missions)}. Ne payez jamais personne.", [], place,
    )  # fmt: skip
    return Sheet(wave.pk, data)


def minutes_of_oath(missions: Sequence[Mission], away: Sequence[Mission], oath: Oath, by: User, on: date) -> Sheet:
    """Procès-verbal de prestation de serment: who swore; who was called and absent is named, and stays to be called."""
    closing = f"Nombre de volontaires assermentés : {len(missions)}."
    if away:
        named = ", ".join(f"{one.person} ({one.person.matricule})" for one in away)
        closing += f" Appelés et absents, à appeler de nouveau : {named}."
    data = _list(
        f"Procès-verbal de prestation de serment · {oath.wave.title}",
        f"Le {short(oath.on)}, à {oath.place}, les volontaires ci-après ont prêté serment devant l’agence.", _PERSON,
        [_row(m) for m in missions], closing, [electronic("Pour l’agence", by, by.capacity("missions.swear"), on)], oath.place,
    )  # fmt: skip
    return Sheet(oath.wave_id, data)


def volunteer(mission: Mission) -> dict:
    """The holder as named on contract and certificate; the place of birth is not in the register."""
    person, application = mission.person, mission.offer.application
    kind = rules.label("paper", application.paper_kind) if application.paper_kind else ""
    return {
        "matricule": person.matricule, "surname": person.family, "given_names": person.given, "born": _born(person),
        "identity_paper": f"{kind} n° {application.paper_number}" if kind else "", "address": person.commune.name,
    }  # fmt: skip


def _born(person: Person) -> str:
    ne = "née" if person.sex == Person.Sex.FEMALE else "né"
    return f"{ne} le {short(person.birth_on)}" if person.birth_on else f"{ne} vers {person.birth_year}"


def host(mission: Mission) -> dict:
    commune = mission.host.commune
    return {
        "name": mission.host.name,
        "address": f"{commune.name}, {commune.parent.name}" if commune.parent else commune.name,
    }


def duration(mission: Mission) -> str:
    words, renewals = str(length([(mission.period.lower, last_day(mission))])), 0
    if mission.seat.need.is_renewable:
        renewals = rules.amount("renewals_max", form=mission.form.code, on=mission.period.lower, default=0)
    return f"{words}, renouvelable {renewals} fois" if renewals else words


def allowance(mission: Mission) -> dict:
    form, first = mission.form.code, mission.period.lower
    basis = rules.value("pay_basis", form=form, on=first).value
    return {
        "amount": rules.value("allowance", **rate_scope(mission.seat.need, form), on=first).value,
        "per": "par mois" if basis == "month" else "par jour de présence", "funder": ", ".join(dict.fromkeys(envelope.funder for envelope, _weight in mission.seat.payers)),
    }  # fmt: skip


def contract(mission: Mission, director: dict, articles: list[dict], **more) -> Sheet:
    """The tripartite contract of a mission as it stands; `more`: `title` and `changes` of what follows another contract."""
    need = mission.seat.need
    data = {
        **letterhead(), "form": mission.form.name_fr, "represented_by": director, "host": host(mission),
        "host_represented_by": {"name": mission.host.head, "function": "Responsable de la structure", "act": ""},
        "volunteer": volunteer(mission), "allowance": allowance(mission), "articles": articles,
        "mission": {
            "post": rules.label("profile", mission.profile), "place": mission.host.commune.name, "tutor": mission.tutor,
            "tasks": [line.strip() for line in need.tasks.splitlines() if line.strip()], "starts_on": mission.period.lower,
            "ends_on": last_day(mission), "duration": duration(mission),
        },
        "signatures": [
            {"party": "L’agence", "name": director["name"], "function": director["function"], "on": None, "means": ""},
            {"party": "La structure d’accueil", "name": mission.host.head, "function": "Responsable", "on": None, "means": ""},
            {"party": "Le ou la volontaire", "name": str(mission.person), "function": "", "on": None, "means": ""},
        ], **more,
    }  # fmt: skip
    return Sheet(mission.pk, data, person=mission.person_id)


def signed_contract(contract: Contract, signatures: Sequence[Signature], names: dict[int, str]) -> Sheet:
    """The text that was signed, word for word, with the proof of each signature; `names`: of those who witnessed or recorded."""
    text = contract.document.data
    given = {one.party: one for one in signatures}
    boxes = [
        box | {"name": one.name, "function": one.capacity, "on": one.on, "means": "encre" if one.mode == SigningMode.INK else "électronique"}
        for box, one in zip(text["signatures"], (given[party] for party in Party), strict=True)
    ]  # fmt: skip
    proofs = [
        {"party": in_french(Party(one.party).label).capitalize(), "name": one.name, "capacity": one.capacity, "at": _moment(one),
         "how": _how(one, names)} for one in (given[party] for party in Party)
    ]  # fmt: skip
    frozen = {name: value for name, value in text.items() if name not in {"number", "verification"}}
    data = frozen | {
        "signatures": boxes,
        "proofs": {"text": text["number"], "digest": signatures[0].text_digest, "signatures": proofs},
    }
    return Sheet(contract.mission_id, data, person=contract.mission.person_id, is_sealed=True)


def _moment(one: Signature) -> str:
    """The business day of an ink signature, else the minute of the database's clock."""
    if one.mode == SigningMode.INK:
        return short(one.on)
    local = timezone.localtime(one.at)
    return f"{local:%d/%m/%Y} à {local:%H h %M} ({local:%Z})"


def _how(one: Signature, names: dict[int, str]) -> str:
    who = names.get(one.by_id, "")
    match one.mode:
        case SigningMode.LINK:
            return f"par lien et code envoyés au {masked(one.phone)}"
        case SigningMode.WITNESSED:
            return f"sur place, devant {who}, qui a vu : {one.seen}"
        case SigningMode.INK:
            return f"à l’encre ; original reçu par {who}"
    return "sur son compte"


def masked(phone: str) -> str:
    """+22890112233 → +228 •• 33: enough for its holder to know it, too little for anybody else."""
    return f"{phone[:4]} •••• {phone[-2:]}"


def start_sheet(start: StartOfService, gates: dict, contract: Contract, names: dict[int, str]) -> Sheet:
    """Fiche de prise de service: who starts where, who attested, who confirmed, and what stood before."""
    mission = start.mission
    proofs = [
        {"label": in_french(GateName(name).label).capitalize(), "value": _proof(gates[name])}
        for name in mission.required_gates
    ]
    signed = [
        {
            "label": in_french(Party(s.party).label).capitalize(),
            "value": f"{s.name}, le {short(s.on)}, {in_french(SigningMode(s.mode).label)}",
        }
        for s in contract.signatures.all()
    ]
    data = {
        **letterhead(mission.host.commune.name), "title": "Fiche de prise de service",
        "sections": [
            {"title": "Mission", "fields": [*_identity(mission), {"label": "Premier jour de service", "value": start.on}]},
            {"title": "Attestée puis confirmée", "fields": [
                {"label": "Attestée par", "value": f"{names[start.attested_by_id]}, le {short(start.attested_on)}"},
                {"label": "Pièce de la structure", "value": start.paper or "sur son compte"},
                {"label": "Confirmée par", "value": f"{names[start.confirmed_by_id]}, le {short(start.confirmed_on)}"},
            ]},
            {"title": "Conditions remplies avant le début", "fields": proofs},
            {"title": f"Signatures du contrat {contract.document.number}", "fields": signed},
        ],
    }  # fmt: skip
    return Sheet(mission.pk, data, person=mission.person_id)


def _proof(gate) -> str:
    return gate.evidence or f"dérogation {gate.derogation}, jusqu’au {short(gate.until)}"


def _identity(mission: Mission) -> list[dict]:
    return [
        {"label": "Mission", "value": mission.number},
        {"label": "Volontaire", "value": f"{mission.person} ({mission.person.matricule})"},
        {"label": "Forme", "value": mission.form.name_fr},
        {"label": "Structure d’accueil", "value": f"{mission.host.name}, {mission.host.commune.name}"},
        {"label": "Poste", "value": rules.label("profile", mission.profile)},
        {"label": "Tuteur", "value": mission.tutor or None},
    ]


def card(mission: Mission, photo: int | None) -> Sheet:
    """The volunteer's card. Days as text: what is frozen is compared with what it would say later."""
    person = mission.person
    data = {
        "agency": letterhead()["agency"], "name": f"{person.family} {person.given}", "matricule": person.matricule,
        "form": mission.form.name_fr, "host": f"{mission.host.name}, {mission.host.commune.name}",
        "starts_on": f"{mission.started_on}", "ends_on": f"{last_day(mission)}",
    }  # fmt: skip
    return Sheet(mission.pk, data | ({"photo": photo} if photo else {}), person=mission.person_id)


def closing_sheet(closing: Closing, ticks: dict[str, str], by: User, on: date) -> Sheet:
    """Fiche de clôture: the dates, the reason of the end, and every line of the checklist."""
    mission = closing.mission
    data = {
        **letterhead(mission.host.commune.name), "title": "Fiche de clôture de mission",
        "sections": [
            {"title": "Mission", "fields": [
                *_identity(mission), {"label": "Premier jour", "value": mission.started_on},
                {"label": "Dernier jour", "value": mission.ended_on},
                {"label": "Motif de fin", "value": in_french(EndReason(mission.end_reason).label)},
            ]},
            {"title": "Vérifié", "fields": [
                {"label": in_french(label), "value": "oui" if getattr(closing, name) else "non"} for name, label in ticks.items()
            ]},
            {"title": "Clôture", "fields": [{"label": "Close par", "value": f"{by.name}, le {short(on)}"}]},
        ],
    }  # fmt: skip
    return Sheet(mission.pk, data, person=mission.person_id)


def days_served(mission: Mission) -> int:
    """Calendar days from the first to the last, both inside, without the days suspended, owed or not."""
    suspended = sum(pause.days for pause in pauses_of(mission))
    return (mission.ended_on - mission.started_on).days + 1 - suspended


def certificate(mission: Mission, by: User, capacity: str, on: date) -> Sheet:
    """Attestation de fin de mission. Days served are the calendar days of the service, both ends inside, less those suspended."""
    data = {
        **letterhead(), "attested_by": f"{by.name}, {capacity}", "volunteer": volunteer(mission), "form": mission.form.name_fr,
        "host": host(mission) | {"name": _served_at(mission)}, "post": rules.label("profile", mission.profile),
        "starts_on": mission.started_on, "ends_on": mission.ended_on, "days_served": days_served(mission),
        "signature": electronic("Pour l’agence", by, capacity, on),
    }  # fmt: skip
    return Sheet(mission.pk, data, person=mission.person_id, credential=_served(mission, data))


def _served_at(mission: Mission) -> str:
    """The hosts of the service in their order: one, unless the volunteer was transferred. Prefetch `contracts` for a set."""
    texts = sorted(mission.contracts.all(), key=lambda text: text.pk)
    terms = [text.terms for text in texts if text.kind == ContractKind.TRANSFER and text.terms.applied_on]
    return " puis ".join([*(one.former_seat.need.host.name for one in terms), mission.host.name])


def _served(mission: Mission, data: dict) -> Service:
    """The certificate's facts, to be signed; the tasks entrusted stand for the skills used."""
    person = mission.person
    return Service(
        name=f"{person.family} {person.given}", matricule=person.matricule, form=data["form"], form_code=mission.form.code,
        host=f"{data['host']['name']}, {data['host']['address']}", post=data["post"], starts_on=data["starts_on"],
        ends_on=data["ends_on"], days=data["days_served"],
        tasks="; ".join(line.strip() for line in mission.seat.need.tasks.splitlines() if line.strip()),
    )  # fmt: skip
