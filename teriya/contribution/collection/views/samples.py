"""Samples verified by a third party: draw, print, write what the registers say, conclude."""

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.contribution.collection import samples as verifying
from teriya.contribution.collection import words
from teriya.contribution.collection.forms import number
from teriya.contribution.collection.models import Sample, Sampled
from teriya.contribution.collection.reading import previous_month, sent_sums
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.places import queries as places
from teriya.foundation.ui.parts import page_of

_MONTH = forms.DateInput(attrs={"type": "month"})


class DrawForm(ActionForm):
    """A period, how many, a seed that nobody chose, and who reads."""

    first = forms.DateField(label=gettext_lazy("Du mois"), input_formats=["%Y-%m"], widget=_MONTH)
    last = forms.DateField(label=gettext_lazy("Au mois"), input_formats=["%Y-%m"], widget=_MONTH)
    region = forms.ChoiceField(label=gettext_lazy("Région"), required=False)
    size = forms.IntegerField(label=gettext_lazy("Relevés à vérifier"), min_value=1, max_value=verifying.MOST)
    seed = forms.CharField(
        label=gettext_lazy("Graine du tirage"), max_length=120, help_text=gettext_lazy("Des chiffres tirés en public : dés, loterie, journal du jour.")
    )  # fmt: skip
    witnessed = forms.CharField(label=gettext_lazy("Comment elle a été tirée, devant qui"), max_length=200)
    verifier = forms.CharField(
        label=gettext_lazy("Qui lit les registres"), max_length=120, help_text=gettext_lazy("Un tiers : organisme et nom, hors de la chaîne des relevés.")
    )  # fmt: skip

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["region"].choices = [
            ("", _("Tout le pays")),
            *((region.code, region.name) for region in places.regions()),
        ]


class FoundForm(ActionForm):
    """What one register says, indicator by indicator."""

    note = forms.CharField(
        label=gettext_lazy("À dire"), max_length=500, required=False, help_text=gettext_lazy("Un registre absent ou illisible se dit ici.")
    )  # fmt: skip

    def __init__(self, data, *, codes: list[str], **kwargs):
        super().__init__(data, **kwargs)
        self.codes = codes
        for code in codes:
            self.fields[f"n-{code}"] = number(words.name_of(code))
        self.order_fields([*(f"n-{code}" for code in codes), "note"])

    def values(self) -> dict:
        return {
            "amounts": {code: self.cleaned_data[f"n-{code}"] for code in self.codes},
            "note": self.cleaned_data["note"],
        }


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """Every sample, the last first."""
    require(request.user, P.INDICATORS_READ)
    page = page_of(request, Sample.objects.defer("population").order_by("-pk"))
    return render(
        request, "collection/samples.html", {"page": page, "may_draw": request.user.may(P.INDICATORS_VERIFY)}
    )


@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """Draw reports to verify."""
    require(request.user, P.INDICATORS_VERIFY)
    last = previous_month(timezone.localdate())
    form = DrawForm(
        request.POST or None, initial={"first": f"{add_months(last, -2):%Y-%m}", "last": f"{last:%Y-%m}", "size": 20}
    )

    def do() -> dict:
        return {"number": verifying.draw(by=request.user, on=timezone.localdate(), **form.values()).number}

    if form.is_valid() and (answer := form.send(request, "collection.draw_sample", do)):
        return redirect("collection:sample", *_parts(answer["number"]))
    return render(request, "collection/draw.html", {"form": form}, status=form.status)


def _parts(number: str) -> tuple[str, str]:
    _series, year, rank = number.split("/")
    return year, rank


@require_safe
def sample(request: HttpRequest, year: str, rank: str) -> HttpResponse:
    """What was drawn, what is read so far, how far it is from what was sent."""
    require(request.user, P.INDICATORS_READ)
    row = _sample(year, rank)
    drawn = row.drawn.select_related("report__mission__person", "report__mission__host__commune").order_by("rank")
    told = row.result or [asdict(one) | {"per_mille": one.per_mille} for one in verifying.deviations(row)]
    return render(request, "collection/sample.html", {
        "sample": row, "drawn": drawn, "left": sum(one.read_on is None for one in drawn), "redrawn": verifying.redraw(row), "form": ActionForm(),
        "result": [one | {"name": words.name_of(one["indicator"]), "percent": _percent(one["per_mille"])} for one in told], "may_verify": request.user.may(P.INDICATORS_VERIFY),
    })  # fmt: skip


def _percent(per_mille: int | None) -> str:
    """-25 → « −2,5 »."""
    return "" if per_mille is None else f"{per_mille / 10:+.1f}".replace("-", "−").replace(".", ",")


def _sample(year: str, rank: str) -> Sample:
    return get_object_or_404(Sample, number=f"VERIFICATION/{year}/{rank}")


@require_safe
def paper(request: HttpRequest, year: str, rank: str) -> HttpResponse:
    """The sheet taken to the registers."""
    require(request.user, P.INDICATORS_READ)
    row = _sample(year, rank)
    if row.paper is None:
        raise Http404
    return as_download(row.paper)


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, year: str, rank: str, pk: int) -> HttpResponse:
    """One report of a sample: what its register says. What was sent is not shown."""
    require(request.user, P.INDICATORS_VERIFY)
    row = get_object_or_404(
        Sampled.objects.select_related("sample", "report__mission__host__commune"), sample=_sample(year, rank), pk=pk
    )
    codes = [code for _report, code, _sum in sent_sums([row.report_id])]
    kept = {f"n-{one.indicator}": one.amount for one in row.found.all()} | {"note": row.note}
    form = FoundForm(request.POST or None, codes=codes, initial=kept)

    def do() -> dict:
        return {
            "id": verifying.record_found(sampled=row, by=request.user, on=timezone.localdate(), **form.values()).pk
        }

    if form.is_valid() and form.send(request, "collection.record_found", do):
        return redirect("collection:sample", year, rank)
    return render(
        request, "collection/found.html", {"row": row, "form": form, "year": year, "rank": rank}, status=form.status
    )


@require_POST
def conclude(request: HttpRequest, year: str, rank: str) -> HttpResponse:
    """Freeze the sample and its result."""
    require(request.user, P.INDICATORS_VERIFY)
    row, form = _sample(year, rank), ActionForm(request.POST)

    def do() -> dict:
        return {"number": verifying.conclude(sample=row, by=request.user, on=timezone.localdate()).number}

    if form.is_valid() and form.send(request, "collection.conclude_sample", do):
        messages.success(request, _("L’échantillon est figé avec son résultat."))
    elif form.errors:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect("collection:sample", year, rank)
