"""Pages of the social cover: who lacks it, what was declared, the numbers that came back, the dependants, one's own."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import month_or_404
from teriya.foundation.rules.models import Term
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import Figure, page_of
from teriya.people.models import Person
from teriya.service.cover import actions, files, queries
from teriya.service.cover.forms import DeclareForm, DependantForm, EndForm, NumbersForm
from teriya.service.cover.models import Cover, Declaration, Dependant
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter
from teriya.service.missions.queries import MissionQuerySet

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Everybody in service without a cover that is due, the longest first."""
    require(request.user, P.COVER_READ)
    today, chosen = timezone.localdate(), _scheme(request)
    missions = queries.missions_seen(request.user)
    figures = [
        Figure(label(term.code, "cover"), str(queries.without(missions, term.code, today).count()), f"?regime={term.code}", definition=_("en service sans cette couverture"))
        for term in queries.schemes()
    ]  # fmt: skip
    rows = queries.without(missions, chosen.code, today) if chosen else Mission.objects.none()
    return render(request, "cover/gaps.html", {
        "figures": figures, "scheme": chosen, "deaths": queries.deaths(missions), "page": page_of(request, rows), "may_declare": request.user.may(P.COVER_DECLARE), "may_write": request.user.may(P.DEPENDANTS_WRITE),
    })  # fmt: skip


@require_safe
def declarations(request: HttpRequest) -> HttpResponse:
    """What was declared, the latest first; the running month and the last one may be declared from here."""
    require(request.user, P.COVER_DECLARE)
    this = Month.of(timezone.localdate())
    last = Month.of(date.fromordinal(this.first.toordinal() - 1))
    awaited = [
        (term, Cover.objects.filter(scheme=term.code, number="", period__endswith__isnull=True).count())
        for term in queries.schemes()
    ]
    return render(request, "cover/declarations.html", {
        "page": page_of(request, Declaration.objects.order_by("-month", "scheme", "-number")), "awaited": awaited,
        "months": [last, this],
    })  # fmt: skip


@get_or_post
def declare(request: HttpRequest, scheme: str, month: str) -> HttpResponse:
    """Who enters, stays and leaves in the month, before it is declared."""
    require(request.user, P.COVER_DECLARE)
    term, of = _term(scheme), month_or_404(month)
    form = DeclareForm(request.POST or None)

    def do() -> dict:
        row = actions.declare(
            scheme=scheme, month=of, payer=form.cleaned_data["payer"], by=request.user, on=timezone.localdate()
        )
        return {"declaration": row.pk}

    if form.is_valid() and (answer := form.send(request, "cover.declare", do)):
        messages.success(request, _("La déclaration est faite : téléchargez son fichier."))
        return redirect("cover:declaration", answer["declaration"])
    due = queries.due(scheme, of)
    context = {"scheme": term, "month": of, "due": due, "form": form, "page": page_of(request, due.entries)}
    return render(request, "cover/declare.html", context, status=form.status)


@require_safe
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """A declaration as it was made, line by line."""
    require(request.user, P.COVER_DECLARE)
    row = get_object_or_404(Declaration, pk=pk)
    holders = [line for line in row.lines if line[3] == files.HOLDER]
    counts = [(word, sum(line[0] == word for line in holders)) for word in files.MOVEMENTS]
    return render(request, "cover/declaration.html", {
        "declaration": row, "scheme": _term(row.scheme), "page": page_of(request, row.lines), "headings": files.HEADINGS,
        "counts": counts, "dependants": len(row.lines) - len(holders),
    })  # fmt: skip


@require_safe
def declaration_file(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.COVER_DECLARE)
    row = get_object_or_404(Declaration, pk=pk)
    name = files.name(row.scheme, Month.of(row.month), row.number)
    answer = HttpResponse(files.written(row.lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@get_or_post
def numbers(request: HttpRequest, scheme: str) -> HttpResponse:
    """The numbers that a scheme gave to those whom the agency declared."""
    require(request.user, P.COVER_DECLARE)
    term = _term(scheme)
    rows = Cover.objects.filter(scheme=scheme, number="").select_related("mission__person").order_by("pk")
    page = page_of(request, rows)
    form = NumbersForm(request.POST or None, covers=list(page.object_list))

    def do() -> dict:
        given = actions.write_numbers(numbers=form.numbers(), by=request.user, on=timezone.localdate())
        return {"count": len(given)}

    if form.is_valid() and form.send(request, "cover.write_numbers", do):
        messages.success(request, _("Les numéros sont enregistrés."))
        return redirect("cover:numbers", scheme)
    return render(request, "cover/numbers.html", {"scheme": term, "page": page, "form": form}, status=form.status)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Volunteers in service, found by name or matricule: whose covers and dependants one opens."""
    require(request.user, P.DEPENDANTS_WRITE)
    named = request.GET.get("qui", "")
    rows = _missions(request).in_service_on(timezone.localdate()).matching(named)
    rows = rows.select_related("person", "host__commune").order_by("person__folded", "pk")
    return render(request, "cover/people.html", {"page": page_of(request, rows), "named": named})


@get_or_post
def family(request: HttpRequest, matricule: str) -> HttpResponse:
    """A volunteer's covers and dependants; a spouse or a child is added here."""
    require(request.user, P.DEPENDANTS_WRITE)
    person = get_object_or_404(Person.objects.filter(missions__in=_missions(request)).distinct(), matricule=matricule)
    form = DependantForm(request.POST or None)

    def do() -> dict:
        row = actions.add_dependant(person=person, by=request.user, on=timezone.localdate(), **form.values())
        return {"dependant": row.pk}

    if form.is_valid() and form.send(request, "cover.add_dependant", do):
        messages.success(request, _("L’ayant droit est inscrit : la prochaine déclaration le nomme."))
        return redirect("cover:family", matricule)
    context = {"person": person, "form": form, **_known(person)}
    return render(request, "cover/family.html", context, status=form.status)


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A dependant who is no longer covered."""
    require(request.user, P.DEPENDANTS_WRITE)
    rows = Dependant.objects.select_related("person").filter(person__missions__in=_missions(request), until=None)
    row = get_object_or_404(rows.distinct(), pk=pk)
    form = EndForm(request.POST or None)

    def do() -> dict:
        actions.end_dependant(dependant=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"dependant": row.pk}

    if form.is_valid() and form.send(request, "cover.end_dependant", do):
        return redirect("cover:family", row.person.matricule)
    return render(request, "cover/end.html", {"dependant": row, "form": form}, status=form.status)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer's own cover: each scheme due, the number, who pays, whom it covers too."""
    require(request.user, P.OWN_FILE)
    person = Person.objects.filter(account=request.user).first()
    today = timezone.localdate()
    missions = Mission.objects.filter(person=person) if person else Mission.objects.none()
    lacks = [
        label(term.code, "cover") for term in queries.schemes() if queries.without(missions, term.code, today).exists()
    ]
    return render(request, "cover/mine.html", {"person": person, "lacks": lacks, **(_known(person) if person else {})})


def _known(person: Person) -> dict:
    covers = Cover.objects.filter(mission__person=person).select_related("mission__host").order_by("-period", "scheme")
    return {
        "covers": [(label(row.scheme, "cover"), row) for row in covers],
        "dependants": person.dependants.order_by("until", "-kin", "birth_on"),
    }


def _missions(request: HttpRequest) -> MissionQuerySet:
    rows = Mission.objects.filter(in_perimeter(request.user, P.DEPENDANTS_WRITE))
    return rows.exclude(person__account=request.user)


def _term(code: str) -> Term:
    found = next((term for term in queries.schemes() if term.code == code), None)
    if found is None:
        raise Http404
    return found


def _scheme(request: HttpRequest) -> Term | None:
    """`?regime=health`, or the first that the pack names."""
    asked = request.GET.get("regime", "")
    known = queries.schemes()
    return next((term for term in known if term.code == asked), known[0] if known else None)
