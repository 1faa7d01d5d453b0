"""Pages about missions that only read: the list, one mission, the volunteer's own, what has waited too long."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions import cards, parts, progress, queries, story
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.policies import may_read_papers, rights
from teriya.service.missions.states import MissionState


@require_GET
def missions(request: HttpRequest) -> HttpResponse:
    """Missions in one's sight, filtered by state, wave and words of the name, the number or the host."""
    rows = Mission.objects.visible_to(request.user).matching(request.GET.get("qui", ""))
    state, wave = request.GET.get("etat", ""), request.GET.get("vague", "")
    rows = rows.filter(state=state) if state in MissionState.values else rows
    rows = rows.filter(wave__code=wave) if wave else rows
    rows = rows.select_related("person", "host__commune", "form").order_by("-pk")
    context = {
        "page": page_of(request, rows), "states": MissionState.choices, "state": state, "wave": wave,
        "waves": Wave.objects.filter(missions__isnull=False).distinct().order_by("-starts_on") if request.user.may(P.MISSIONS_READ) else [],
        "named": request.GET.get("qui", ""), "may_read_waves": request.user.may(P.MISSIONS_READ),
    }  # fmt: skip
    return render(request, "missions/missions.html", context)


def doors_of(user: User, mission: Mission) -> list[tuple[str, str]]:
    """The pages of rooms above that this person may open from the mission."""
    return [door for source in parts.DOORS for door in source(user, mission)]


@require_GET
def mission(request: HttpRequest, pk: int) -> HttpResponse:
    """One mission told from the offer to the certificate, with what this person may do about it."""
    row = visible(request, pk)
    contract = contract_of(row)
    context = {
        "mission": row, "contract": contract, "moments": story.told(row, contract), "ends_on": queries.last_day(row),
        "profile": rules.label("profile", row.profile), "rights": rights(request.user, row, contract),
        "doors": doors_of(request.user, row),
        "warnings": list(queries.over_caps([row])[1].values()) if row.state == MissionState.PREPARED else [],
        "papers": papers_of(row, contract) if may_read_papers(request.user, row) else [],
    }  # fmt: skip
    return render(request, "missions/mission.html", context)


def record(user: User, pk: int) -> str:
    """The address of a mission for whoever may see it: where a paper's code leads."""
    return reverse("missions:mission", args=[pk]) if Mission.objects.visible_to(user).filter(pk=pk).exists() else ""


def visible(request: HttpRequest, pk: int) -> Mission:
    """The mission, if this person may see it. Asked apart: joined with all its papers, the plan alone takes a second."""
    if not Mission.objects.visible_to(request.user).filter(pk=pk).exists():
        raise Http404
    rows = Mission.objects.with_papers().select_related("start__sheet", "closing__sheet", "closing__certificate")
    return rows.get(pk=pk)


def contract_of(mission: Mission) -> Contract | None:
    return (
        mission.contracts.current()
        .select_related("document", "signed_copy")
        .prefetch_related("signatures")
        .order_by("-pk")
        .first()
    )


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer's own page: where one stands in a sentence, and what comes next."""
    rows = Mission.objects.filter(person__account=request.user).with_papers()
    row = rows.select_related("start__sheet", "closing__sheet", "closing__certificate").order_by("-period").first()
    if row is None:
        return render(request, "missions/mine.html", {"mission": None})
    contract = contract_of(row)
    context = {
        "mission": row, "contract": contract, "standing": story.standing(row, contract), "ends_on": queries.last_day(row),
        "profile": rules.label("profile", row.profile), "moments": story.told(row, contract),
        "papers": papers_of(row, contract), "doors": doors_of(request.user, row),
    }  # fmt: skip
    return render(request, "missions/mine.html", context)


@require_GET
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A paper of the mission as PDF, for the volunteer, the host's officers and those who read missions there."""
    row = visible(request, pk)
    if not may_read_papers(request.user, row):
        raise Http404
    document = next((document for code, _label, document in papers_of(row, contract_of(row)) if code == kind), None)
    if document is None:
        raise Http404
    return as_download(document)


def papers_of(mission: Mission, contract: Contract | None) -> list[tuple[str, str, Document]]:
    """The papers of the mission that exist: (code in the address, what it is, the document). Each text has its own."""
    start, closing = getattr(mission, "start", None), getattr(mission, "closing", None)
    text = contract.get_kind_display().capitalize() if contract else ""
    former = mission.contracts.current().select_related("document", "signed_copy").order_by("pk")
    found = [
        *(
            (f"texte-{one.pk}", one.get_kind_display().capitalize(), one.signed_copy or one.document)
            for one in former
            if one != contract
        ),
        *(paper for source in parts.PAPERS for paper in source(mission)),
        ("contrat", text, contract and contract.document),
        ("contrat-signe", _("%(text)s signé") % {"text": text}, contract and contract.signed_copy),
        ("prise-de-service", _("Fiche de prise de service"), start and start.sheet),
        ("carte", _("Carte de volontaire"), cards.standing([mission.pk]).get(mission.pk)),
        ("cloture", _("Fiche de clôture"), closing and closing.sheet),
        ("attestation", _("Attestation de fin de mission"), closing and closing.certificate),
    ]
    return [(code, label, document) for code, label, document in found if document]


@require_GET
def late(request: HttpRequest, name: str) -> HttpResponse:
    """One of the lists of what has waited, the oldest first, with its days."""
    require(request.user, P.MISSIONS_READ)
    if name not in progress.LATE:
        raise Http404
    rows = progress.late(name, Mission.objects.visible_to(request.user))
    lists = [(code, title, code == name) for code, (title, rest) in progress.LATE.items()]
    may_decide = name == "structures-fermees" and request.user.may(P.CONTRACTS_ISSUE)
    context = {
        "title": progress.LATE[name][0],
        "page": page_of(request, rows),
        "lists": lists,
        "may_decide": may_decide,
    }
    return render(request, "missions/late.html", context)
