"""Pages that act on the contract of one mission: read, sign, sign before an agent, originals, amend, transfer, withdraw."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.documents.views import as_upload
from teriya.mobilisation.hosts.models import Seat
from teriya.service.missions import actions, originals
from teriya.service.missions.contract_forms import AmendForm, ScanForm, TransferForm, WitnessForm
from teriya.service.missions.forms import ReasonForm, SignForm
from teriya.service.missions.handling import page_about
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.policies import may_read_papers, party_of
from teriya.service.missions.states import ContractKind, Party
from teriya.service.missions.views import contract_of, visible

get_or_post = require_http_methods(["GET", "POST"])


def _with_contract(request: HttpRequest, pk: int) -> tuple[Mission, Contract]:
    row = visible(request, pk)
    contract = contract_of(row)
    if contract is None:
        raise Http404
    return row, contract


@get_or_post
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the text that waits, or else the latest, then sign it on one's own account, for the party that one is."""
    row, contract = _with_contract(request, pk)
    party = party_of(request.user, row)
    if party is None:
        raise NotAllowed("not_a_party", _("Seules les trois parties au contrat le signent, chacune pour soi."))
    form = SignForm(request.POST or None)
    is_signed = any(one.party == party for one in contract.signatures.all())
    return page_about(
        request, row, form, "sign", lambda: actions.sign(contracts=[contract], party=party, by=request.user, on=timezone.localdate()),
        title=_("Lire et signer le contrat"), submit=_("Signer"), template="missions/sign.html", contract=contract,
        party=Party(party).label, is_signed=is_signed or not contract.is_open,
    )  # fmt: skip


@get_or_post
def witness(request: HttpRequest, pk: int) -> HttpResponse:
    """The agent's screen, turned to the signatory: the text, then the name that the signatory writes."""
    require(request.user, P.CONTRACTS_RECORD_SIGNATURES)
    row, contract = _with_contract(request, pk)
    signed = {one.party for one in contract.signatures.all()}
    left = [party for party in (Party.VOLUNTEER, Party.HOST) if party not in signed] if contract.is_open else []
    form = WitnessForm(request.POST or None, left=left)
    return page_about(
        request, row, form, "witness", lambda: actions.sign_before_witness(contract=contract, by=request.user, **form.values()),
        title=_("Signer sur place"), submit=_("Signer"), template="missions/sign.html", contract=contract,
        is_witnessed=True, is_signed=not left,
    )  # fmt: skip


@get_or_post
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the paper original is, and its scan."""
    require(request.user, P.CONTRACTS_RECORD_SIGNATURES)
    row, contract = _with_contract(request, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    return page_about(
        request, row, form, "keep_scan", lambda: actions.keep_scan(contract=contract, by=request.user, **form.values()),
        title=_("L’original signé à l’encre"), submit=_("Ajouter le scan"), template="missions/original.html", contract=contract,
        original=getattr(contract, "original", None), scans=originals.scans(contract),
    )  # fmt: skip


@require_safe
def scan(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    row, contract = _with_contract(request, pk)
    found = next((one for one in originals.scans(contract) if one.pk == upload), None)
    if found is None or not may_read_papers(request.user, row):
        raise Http404
    return as_upload(found)


@get_or_post
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.CONTRACTS_ISSUE)
    row = visible(request, pk)
    form = AmendForm(request.POST or None, mission=row)
    return page_about(request, row, form, "amend", lambda: actions.amend(mission=row, by=request.user, **form.values()),
                      title=_("Établir un avenant"), submit=_("Établir l’avenant"))  # fmt: skip


@get_or_post
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.CONTRACTS_ISSUE)
    row = visible(request, pk)
    seats = Seat.objects.filter(
        state="open", envelope__isnull=False, need__form=row.form, need__host__state="accredited"
    )
    seats = (
        seats.exclude(need__host=row.host).select_related("need__host__commune").order_by("need__host__name", "number")
    )
    form = TransferForm(request.POST or None, seats=seats)
    return page_about(request, row, form, "transfer", lambda: actions.transfer(mission=row, by=request.user, **form.values()),
                      title=_("Transférer vers une autre structure"), submit=_("Établir le transfert"))  # fmt: skip


@get_or_post
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the text that waits, and read whose signature falls with it."""
    require(request.user, P.CONTRACTS_ISSUE)
    row, contract = _with_contract(request, pk)
    form = ReasonForm(request.POST or None)
    is_later = contract.is_open and contract.kind != ContractKind.FIRST
    return page_about(
        request, row, form, "withdraw_text", lambda: actions.withdraw_text(mission=row, by=request.user, **form.values()),
        title=_("Retirer un texte avant signature"), submit=_("Retirer ce texte"), tone="stop", template="missions/withdraw.html",
        contract=contract if is_later else None, signed=[Party(one.party).label for one in contract.signatures.all()],
    )  # fmt: skip
