"""Opinions counted, testimonies, and what somebody says from the own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.evidence import actions, queries
from teriya.contribution.evidence.forms import DecisionForm, OpinionForm, OwnTestimonyForm, TestimonyForm
from teriya.contribution.evidence.models import Opinion, Testimony
from teriya.contribution.evidence.states import TESTIMONY_LIFE, Source, TestimonyState
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.documents.views import as_upload
from teriya.foundation.places import queries as places
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts.models import Host

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """What hosts and communities answered, question by question: `?region=`; then their words, the latest first."""
    require(request.user, P.EVIDENCE_READ)
    rows = Opinion.objects.visible_to(request.user)
    region = request.GET.get("region", "")
    if region:
        rows = rows.filter(host__commune__region__code=region)
    said = rows.exclude(words="").select_related("host__commune").order_by("-on", "-pk")
    counted = [(Source(source).label, answers) for source, answers in queries.opinions(rows).items()]
    return render(request, "evidence/opinions.html", {
        "counted": counted, "page": page_of(request, said), "regions": places.regions(), "region": region,
    })  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The hosts of which somebody may speak, and what one has already said."""
    require(request.user, P.EVIDENCE_OWN)
    told = [(host, queries.speaks_from(request.user, host) == "host") for host in queries.own_hosts(request.user)]
    rows = Testimony.objects.filter(account=request.user).select_related("host").order_by("-pk")
    return render(request, "evidence/mine.html", {"hosts": told, "rows": rows})


@get_or_post
def opine(request: HttpRequest, number: str) -> HttpResponse:
    """The questionnaire of a host: its officer answers for it, an agent for somebody of the community."""
    host = get_object_or_404(Host.objects.select_related("commune"), number=number)
    source = Source.HOST if queries.speaks_from(request.user, host) == "host" else Source.COMMUNITY
    if source == Source.COMMUNITY:
        require(request.user, P.EVIDENCE_KEEP, commune=host.commune_id)
    form = OpinionForm(request.POST or None, source=source)
    if form.is_valid() and form.send(request, "evidence.opine", lambda: {"id": actions.opine(
            host=host, source=source, by=request.user, on=timezone.localdate(), **form.told()).pk}):  # fmt: skip
        messages.success(request, _("L’avis est enregistré."))
        return redirect("evidence:mine" if source == Source.HOST else "evidence:opinions")
    title = _("L’avis de la structure") if source == Source.HOST else _("L’avis d’un habitant")
    return _act(request, host, form, title, _("Le nom n’est ni demandé ni gardé.") if source == Source.COMMUNITY else "")  # fmt: skip


@get_or_post
def testify(request: HttpRequest, number: str) -> HttpResponse:
    """One’s own words, or somebody else’s that an agent writes down."""
    host = get_object_or_404(Host.objects.select_related("commune"), number=number)
    is_own = request.user.may(P.EVIDENCE_OWN) and bool(queries.speaks_from(request.user, host))
    if not is_own:
        require(request.user, P.EVIDENCE_KEEP, commune=host.commune_id)
    form = (OwnTestimonyForm if is_own else TestimonyForm)(request.POST or None, request.FILES or None)
    if form.is_valid() and form.send(request, "evidence.testify", lambda: {"id": actions.testify(
            host=host, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le témoignage est enregistré. Une autre personne le lit avant qu’il soit publié."))  # fmt: skip
        return redirect("evidence:mine" if is_own else "evidence:testimonies")
    return _act(request, host, form, _("Un témoignage"), _("Il se retire à tout moment ; ses mots sont alors effacés."))  # fmt: skip


@require_safe
def testimonies(request: HttpRequest) -> HttpResponse:
    """Every testimony in one’s sight: `?etat=`."""
    require(request.user, P.EVIDENCE_READ)
    rows, asked = Testimony.objects.visible_to(request.user), request.GET.get("etat", "")
    if asked in TestimonyState.values:
        rows = rows.filter(state=asked)
    page = page_of(request, rows.select_related("host__commune").order_by("-on", "-pk"))
    return render(request, "evidence/testimonies.html", {"page": page, "asked": asked, "states": TestimonyState.choices})  # fmt: skip


def _seen(request: HttpRequest, pk: int) -> Testimony:
    """A testimony in one’s sight, or one’s own."""
    row = get_object_or_404(Testimony.objects.select_related("host__commune", "paper"), pk=pk)
    if row.account_id != request.user.pk:
        require(request.user, P.EVIDENCE_READ)
        if not Testimony.objects.visible_to(request.user).filter(pk=pk).exists():
            raise Http404
    return row


@get_or_post
def testimony(request: HttpRequest, pk: int) -> HttpResponse:
    """One testimony: publish it, or not; take it back."""
    row, form, today = _seen(request, pk), DecisionForm(request.POST or None), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        step, reason = form.cleaned_data["step"], form.cleaned_data["reason"]
        if form.send(request, "evidence.testimony", lambda: {"id": _decide(request, row, step, reason, today).pk}):
            messages.success(request, _("La décision est enregistrée."))
            return redirect("evidence:testimony", pk)
    commune, may = row.host.commune_id, request.user.may
    history = Transition.objects.filter(subject=TESTIMONY_LIFE.subject, subject_id=pk).order_by("pk")
    is_open = row.state != TestimonyState.WITHDRAWN
    return render(request, "evidence/testimony.html", {
        "row": row, "form": form, "history": [(step, TestimonyState(step.to).label) for step in history],
        "may_decide": row.state == TestimonyState.RECORDED and row.by_id != request.user.pk and may(P.EVIDENCE_DECIDE, commune=commune),
        "may_take_back": is_open and (row.account_id == request.user.pk or may(P.EVIDENCE_KEEP, commune=commune)),
    }, status=form.status)  # fmt: skip


def _decide(request: HttpRequest, row: Testimony, step: str, reason: str, today) -> Testimony:
    if step == "take_back":
        return actions.take_back(testimony=row, by=request.user, on=today)
    if step not in ("publish", "refuse"):
        raise NotAllowed("step_unknown", _("Cette décision n’existe pas."))
    return actions.decide_testimony(testimony=row, step=step, by=request.user, on=today, reason=reason)


@require_safe
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper on which the person agreed; gone from sight once the testimony is taken back."""
    row = _seen(request, pk)
    if row.paper is None or row.state == TestimonyState.WITHDRAWN:
        raise Http404
    return as_upload(row.paper)


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What the agency publishes: testimonies that stand, and studies with their sources."""
    page = page_of(request, queries.published_testimonies())
    return render(request, "evidence/published.html", {"page": page, "studies": queries.published_studies()})


def _act(request: HttpRequest, host: Host, form, title: str, told: str) -> HttpResponse:
    """The page of one form about a host."""
    return render(request, "evidence/act.html", {"host": host, "form": form, "title": title, "told": told}, status=form.status)  # fmt: skip
