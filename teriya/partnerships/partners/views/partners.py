"""The register, one partner with all that goes on with it, and what is written about it."""

from functools import partial

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents import queries as documents
from teriya.foundation.documents.models import Upload
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import page_of
from teriya.partnerships.partners import actions, queries
from teriya.partnerships.partners.forms import (
    ActiveForm,
    AmendPartnerForm,
    ContactForm,
    FulfilForm,
    HoldReviewForm,
    ObligationForm,
    PartnerFilter,
    PartnerForm,
    PastAgreementForm,
    PlanReviewForm,
)
from teriya.partnerships.partners.models import Contact, Obligation, Partner, Review
from teriya.partnerships.partners.states import SOUGHT
from teriya.partnerships.partners.views.acting import act, get_or_post

PAPERS = ("obligation", "operator", "opportunity")  # what an upload of this room is about


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Who the agency works with, by name; filters keep a kind, the former ones, a name."""
    require(request.user, P.PARTNERS_READ)
    form = PartnerFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.visible_to(request.user).prefetch_related("regions")
    if asked.get("actif") != "tous":
        rows = rows.filter(is_active=asked.get("actif") != "non")
    if asked.get("type"):
        rows = rows.filter(kind=asked["type"])
    if asked.get("q"):
        rows = rows.filter(Q(name__icontains=asked["q"]) | Q(code__icontains=asked["q"]))
    context = {"form": form, "page": page_of(request, rows), "may_write": request.user.may(P.PARTNERS_WRITE)}
    return render(request, "partners/partners.html", context)


@get_or_post
def enter(request: HttpRequest) -> HttpResponse:
    """Write a partner into the register."""
    require(request.user, P.PARTNERS_WRITE)
    return act(
        request, PartnerForm(request.POST or None), "partners.enter", actions.enter_partner, title=_("Inscrire un partenaire"),
        about=_("Partenaires"), back=reverse("partners:partners"), submit=_("Inscrire"), done=_("Le partenaire est au registre."),
        to=lambda pk: reverse("partners:partner", args=[Partner.objects.get(pk=pk).code]),
    )  # fmt: skip


@require_safe
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """One partner: contacts, what is sought and was signed, what each owes, reviews, centres that it runs."""
    require(request.user, P.PARTNERS_READ)
    row = get_object_or_404(queries.visible_to(request.user).prefetch_related("regions"), code=code)
    today = timezone.localdate()
    leads = list(row.opportunities.order_by("-pk"))
    obligations = list(row.obligations.order_by("done_on", "due_on", "pk"))
    papers = {paper.subject_id: paper for paper in documents.uploads("obligation", [one.pk for one in obligations])}
    return render(request, "partners/partner.html", {
        "partner": row, "today": today, "contacts": row.contacts.filter(until=None).order_by("name"),
        "sought": [lead for lead in leads if lead.state in SOUGHT], "others": [lead for lead in leads if lead.state not in SOUGHT],
        "past": row.past_agreements.order_by("-last_year", "-pk"), "obligations": [(one, papers.get(one.pk)) for one in obligations],
        "reviews": row.reviews.order_by("-due_on"), "operations": row.operations.select_related("centre").order_by("-period"),
        "may_write": request.user.may(P.PARTNERS_WRITE),
    })  # fmt: skip


@get_or_post
def amend(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says from now on."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(Partner, code=code)
    names = ("name", "kind", "parts", "country", "domains", "notes")
    start = {name: getattr(row, name) for name in names} | {"regions": row.regions.all()}
    return _about(request, row, AmendPartnerForm(request.POST or None, initial=start), "amend",
                  partial(actions.amend_partner, partner=row), _("Modifier"), _("Enregistrer"))  # fmt: skip


@get_or_post
def set_active(request: HttpRequest, code: str) -> HttpResponse:
    """End the partnership, or take it up again."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(Partner, code=code)
    title = _("Ne plus travailler avec ce partenaire") if row.is_active else _("Travailler à nouveau ensemble")
    do = partial(actions.set_active, partner=row, is_active=not row.is_active)
    return _about(request, row, ActiveForm(request.POST or None), "set_active", do, title, _("Enregistrer"))


@get_or_post
def add(request: HttpRequest, code: str, word: str) -> HttpResponse:
    """Add a contact, an agreement of before, an obligation, a review."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(Partner, code=code)
    words = {
        "contact": (ContactForm, actions.add_contact, _("Ajouter un contact")),
        "ancienne": (PastAgreementForm, actions.note_past_agreement, _("Noter une convention d’avant")),
        "obligation": (ObligationForm, actions.owe, _("Écrire une obligation")),
        "revue": (PlanReviewForm, actions.plan_review, _("Prévoir une revue")),
    }
    if word not in words:
        raise Http404
    form, do, title = words[word]
    return _about(request, row, form(request.POST or None), do.__name__, partial(do, partner=row), title, _("Enregistrer"))  # fmt: skip


@get_or_post
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(Contact.objects.select_related("partner"), pk=pk, until=None)
    form = ActionForm(request.POST or None)
    title = _("Retirer %(name)s des contacts") % {"name": row.name}
    return _about(request, row.partner, form, "end_contact", partial(actions.end_contact, contact=row), title, _("Retirer"))  # fmt: skip


@get_or_post
def fulfil(request: HttpRequest, pk: int) -> HttpResponse:
    """An obligation is done; the proof says so."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(Obligation.objects.select_related("partner"), pk=pk)
    form = FulfilForm(request.POST or None, request.FILES or None)
    return _about(request, row.partner, form, "fulfil", partial(actions.fulfil, obligation=row), row.what, _("Tenue"))  # fmt: skip


@get_or_post
def hold_review(request: HttpRequest, pk: int) -> HttpResponse:
    """What a review said, and when the next one is."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(Review.objects.select_related("partner"), pk=pk)
    form = HoldReviewForm(request.POST or None)
    return _about(request, row.partner, form, "hold_review", partial(actions.hold_review, review=row),
                  _("Écrire la revue"), _("Enregistrer"))  # fmt: skip


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A proof, a convention, a paper of a lead."""
    require(request.user, P.PARTNERS_READ)
    return as_upload(get_object_or_404(Upload, pk=pk, subject__in=PAPERS))


def _about(
    request: HttpRequest, row: Partner, form: ActionForm, word: str, do, title: str, submit: str
) -> HttpResponse:
    """An act on one partner; afterwards its page."""
    return act(request, form, f"partners.{word}", do, title=title, about=row.name, submit=submit, done=_("C’est enregistré."),
               back=reverse("partners:partner", args=[row.code]))  # fmt: skip
