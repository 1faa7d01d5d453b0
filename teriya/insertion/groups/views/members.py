"""The register of a group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.insertion.groups import actions
from teriya.insertion.groups.forms import MemberForm, NewMembersForm
from teriya.insertion.groups.views.groups import act, get_or_post, kept


@get_or_post
def enter(request: HttpRequest, number: str) -> HttpResponse:
    """More members, at the end of the register."""
    row = kept(request, number)
    form = NewMembersForm(request.POST or None)
    if form.is_valid() and form.send(request, "groups.enter_members", lambda: {
        "ids": [one.pk for one in actions.enter_members(group=row, by=request.user, on=timezone.localdate(), **form.values())]}):  # fmt: skip
        return redirect("groups:group", number)
    return act(request, row, form, _("Inscrire des membres"), _("Inscrire"))


@get_or_post
def member(request: HttpRequest, number: str, rank: int) -> HttpResponse:
    """A member's duty and key, or the day of leaving."""
    row = kept(request, number)
    one = get_object_or_404(row.members, rank=rank)
    form = MemberForm(request.POST or None, initial={"duty": one.duty, "has_key": one.has_key, "left_on": one.left_on})
    if form.is_valid() and form.send(request, "groups.change_member", lambda: {
        "id": actions.change_member(member=one, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("groups:group", number)
    return act(request, row, form, one.name, _("Enregistrer"))
