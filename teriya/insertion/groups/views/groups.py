"""The list of groups by region with their late months, one group, its opening, its decisions, and the member's own page."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import grouped
from teriya.foundation.ui.parts import Figure, Row, page_of
from teriya.foundation.ui.templatetags.ui import month as month_of
from teriya.insertion.groups import actions, queries, words
from teriya.insertion.groups.engine.flags import average_tenths, of_average
from teriya.insertion.groups.forms import DecisionForm, FacilitatorForm, OpenForm
from teriya.insertion.groups.models import SavingsGroup, Share
from teriya.insertion.groups.states import GROUP_LIFE, GroupState
from teriya.people.models import Person

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Running groups by region, then the list: `?region=`, `?etat=`, `?retard=1` for those whose months are late."""
    require(request.user, P.GROUPS_READ)
    today, rows = timezone.localdate(), SavingsGroup.objects.visible_to(request.user)
    late, norms = queries.late_months(rows, today), queries.norms(today)
    regions = queries.regions(rows, late, norms)
    asked = {name: request.GET.get(name, "") for name in ("region", "etat", "retard")}
    state = asked["etat"] if asked["etat"] in GroupState.values else GroupState.RUNNING
    shown = (
        rows.filter(state=state).with_size().select_related("commune__region", "facilitator").order_by("name", "pk")
    )
    if asked["region"]:
        shown = shown.filter(commune__region__code=asked["region"])
    if asked["retard"]:
        shown = shown.filter(pk__in=late)
    page = page_of(request, shown)
    return render(request, "groups/groups.html", {
        "figures": _figures(regions, norms), "regions": [(one, words.tenths(one.average)) for one in regions], "asked": asked, "state": state,
        "states": GroupState.choices, "page": page, "rows": [(one, late.get(one.pk, []), one.state == "running" and today > one.due_on) for one in page],
        "notices": [(one.name, words.sentence_of(flag)) for one in regions for flag in one.flags], "may_open": request.user.may(P.GROUPS_KEEP),
    })  # fmt: skip


def _figures(regions: list[queries.Region], norms) -> list[Figure]:
    count, members = sum(one.groups for one in regions), sum(one.members for one in regions)
    late, out = sum(one.late for one in regions), list(of_average(members, count, norms))
    norm = _("de %(least)s à %(most)s") % {"least": norms.members_least, "most": norms.members_most}
    return [
        Figure(_("Groupes en cours"), grouped(count)),
        Figure(_("Membres par groupe"), words.tenths(average_tenths(members, count)), target=norm, is_good=not out if count else None,
               definition=_("%(members)s membres en tout") % {"members": grouped(members)}),
        Figure(_("Groupes en retard d’un mois"), grouped(late), url="?retard=1", is_good=not late),
    ]  # fmt: skip


@get_or_post
def open_group(request: HttpRequest) -> HttpResponse:
    require(request.user, P.GROUPS_KEEP)
    form = OpenForm(request.POST or None, initial={"facilitator": request.user.pk})
    if form.is_valid():
        answer = form.send(request, "groups.open", lambda: {
            "number": actions.open_group(by=request.user, on=timezone.localdate(), **form.values()).number})  # fmt: skip
        if answer:
            return redirect("groups:group", answer["number"])
    return render(request, "groups/open.html", {"form": form}, status=form.status)


@get_or_post
def group(request: HttpRequest, number: str) -> HttpResponse:
    """One group: what leaves the norms, its savings month by month, its members, its share-out; stop it or reopen it."""
    row, today = seen(request, number), timezone.localdate()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(request, "groups.decide", lambda: {"id": actions.decide(
            group=row, by=request.user, on=today, **values).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("groups:group", number)
    return render(request, "groups/group.html", _told(row, today) | {
        "group": row, "form": form, "may_keep": keeps(request, row), "is_running": row.state == GroupState.RUNNING,
        "steps": _open_steps(request, row), "history": queries.history_of(row),
    }, status=form.status)  # fmt: skip


def _told(group: SavingsGroup, today: date) -> dict:
    norms, members = queries.norms(group.opened_on), list(group.members.select_related("person"))
    present = [one for one in members if not one.left_on]
    months = queries.months_of(group, len(present), norms)
    shared = group.share_outs.filter(withdrawn_on=None).select_related("sheet").first()
    running = group.state == GroupState.RUNNING
    return {
        "members": members, "present": len(present), "ended": queries.ended_service(group),
        "flags": [words.sentence_of(flag) for flag in queries.flags_of(group, norms)],
        "months": [(told, [words.sentence_of(flag) for flag in told.flags]) for told in reversed(months)],
        "chart": [Row(month_of(told.totals.month), told.standing.savings) for told in months],
        "saved": months[-1].standing.savings if months else 0, "loans": months[-1].standing.loans if months else 0,
        "to_enter": queries.months_to_enter(group, today) if running else [], "shared": shared,
        "parts": Share.objects.filter(share_out=shared).select_related("member").order_by("member__rank") if shared else [],
        "is_due": running and today > group.due_on, "next": SavingsGroup.objects.filter(follows=group).first(),
    }  # fmt: skip


@get_or_post
def facilitator(request: HttpRequest, number: str) -> HttpResponse:
    """Who enters its totals from now on."""
    row = kept(request, number)
    form = FacilitatorForm(request.POST or None, initial={"facilitator": row.facilitator_id})
    if form.is_valid() and form.send(request, "groups.name_facilitator", lambda: {
        "id": actions.name_facilitator(group=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("groups:group", number)
    return act(request, row, form, _("Confier le suivi du groupe"), _("Confier"))


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The groups that one belongs to: the passbook says how many stamps one has, the page when they are shared."""
    require(request.user, P.OWN_FILE)
    people = Person.objects.filter(account=request.user)
    rows = (
        SavingsGroup.objects.filter(members__person__in=people, members__left_on=None)
        .distinct()
        .order_by("-opened_on")
    )
    shares = Share.objects.filter(member__person__in=people, share_out__withdrawn_on=None).select_related("share_out")
    own = {share.share_out.group_id: share for share in shares}
    return render(request, "groups/mine.html", {"rows": [(row, own.get(row.pk)) for row in rows.select_related("facilitator")]})  # fmt: skip


def seen(request: HttpRequest, number: str) -> SavingsGroup:
    """A group in one's sight, or not found."""
    require(request.user, P.GROUPS_READ)
    rows = SavingsGroup.objects.visible_to(request.user).select_related("commune__region", "facilitator", "follows")
    return get_object_or_404(rows, number=number)


def keeps(request: HttpRequest, group: SavingsGroup) -> bool:
    return request.user.may(P.GROUPS_KEEP, commune=group.commune_id)


def kept(request: HttpRequest, number: str) -> SavingsGroup:
    """A group in one's sight that one may write in."""
    row = seen(request, number)
    require(request.user, P.GROUPS_KEEP, commune=row.commune_id)
    return row


def act(request: HttpRequest, group: SavingsGroup, form, title: str, submit: str, **context) -> HttpResponse:
    """The page of one form about a group."""
    context |= {"group": group, "form": form, "title": title, "submit": submit}
    return render(request, "groups/act.html", context, status=form.status)


def _open_steps(request: HttpRequest, group: SavingsGroup) -> set[str]:
    if not request.user.may(P.GROUPS_DECIDE, commune=group.commune_id):
        return set()
    return {step.name for step in GROUP_LIFE.open_from(group.state) if step.permission == P.GROUPS_DECIDE}
