"""The pages that ours are compared with: as short as Django lets one write them."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as site
from teriya.mobilisation.calls.models import Application


class BareForm(forms.Form):
    default_renderer = DjangoTemplates()
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)


@login_required
def form(request: HttpRequest) -> HttpResponse:
    return render(request, "form.html", {"title": "Retirer", "form": BareForm()}, using="bare")


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """The same rows as ours, by the same filter, for anybody."""
    found = Application.objects.filter(wave__code=request.GET["vague"], state=request.GET["etat"]).order_by("pk")
    page = Paginator(found.select_related("person__commune"), 25).get_page(request.GET.get("page"))
    return render(request, "list.html", {"title": "Candidatures", "page": page}, using="bare")


urlpatterns = [path("bare/form/", form), path("bare/rows/", rows), *site]
