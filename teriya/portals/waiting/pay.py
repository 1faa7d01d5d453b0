"""From confirmed presence to money received: what waits at each desk of the chain."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Task
from teriya.pay.allowances.models import Correction, PayLine, PayRun, RetentionOrder, Suspense, Visa, Wallet
from teriya.pay.allowances.policies import next_step, separated_from, signatures_of
from teriya.pay.allowances.queries import LIVE, of_the_dead, without_wallet
from teriya.pay.allowances.states import RUN_LIFE
from teriya.pay.arrears.models import Case, DelayFigure
from teriya.pay.bundles import sheets
from teriya.pay.bundles.models import SignedSheet
from teriya.pay.disputes.models import Dispute
from teriya.pay.disputes.states import WAITING
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits, within
from teriya.service.attendance.models import MonthSheet


def unpaid_months(user: User, today: date) -> Iterator[Task]:
    """Confirmed months that no run has taken yet, then the lines that a run stopped."""
    prepares = within(user, P.PAY_PREPARE)
    taken = PayLine.objects.filter(
        mission=OuterRef("mission"),
        month=OuterRef("month"),
        nature="allowance",
        corrects=None,
        state__in=(*LIVE, "blocked"),
    )
    rows = MonthSheet.objects.filter(prepares, ~Exists(taken), state="confirmed")
    yield from waits(_("Mois confirmés à mettre en paie"), door("allowances:runs"), rows, "confirmed_on")
    blocked = PayLine.objects.filter(prepares, state="blocked")
    yield from waits(
        _("Lignes de paie arrêtées"), door("allowances:blocked"), blocked, "run__on", detail=_("chacune dit pourquoi")
    )


def suspicions(user: User, today: date) -> Iterator[Task]:
    """Stopped lines of the perimeter whose causes the centre lifts."""
    rows = PayLine.objects.filter(within(user, P.PAY_CLEAR, "mission__host__commune"), state="blocked")
    yield from waits(
        _("Lignes de paie arrêtées"), door("allowances:blocked"), rows, "run__on", detail=_("chacune dit pourquoi")
    )


def runs(user: User, today: date) -> Iterator[Task]:
    """Runs whose next step of the country's chain is this person's: never after a step that the chain keeps apart."""
    steps = {
        step["code"]: step for step in rules.chain()["steps"] if user.may(RUN_LIFE.steps[step["code"]].permission)
    }
    if not steps:
        return
    waiting: dict[str, list[tuple[date, int]]] = {}
    for run in PayRun.objects.exclude(state="settled").prefetch_related("visas"):
        visas = sorted(run.visas.all(), key=lambda visa: visa.pk)
        step = next_step(visas)
        if step is None or step["code"] not in steps:
            continue
        mine = {visa.step for visa in visas if visa.by_id == user.pk}
        has_signed = any(visa.by_id == user.pk for visa in signatures_of(visas, step["code"]))
        if not has_signed and not mine & separated_from(step["code"]):
            waiting.setdefault(step["code"], []).append((visas[-1].on if visas else run.on, run.pk))
    for code, found in waiting.items():
        name = steps[code]["name"].get(translation.get_language()) or steps[code]["name"]["fr"]
        label = _("États de paye, étape « %(step)s »") % {"step": name}
        page = door("allowances:run", found[0][1]) if len(found) == 1 else door("allowances:runs")
        yield Task(label, page, len(found), min(found)[0])


def returns(user: User, today: date) -> Iterator[Task]:
    """Money that came back, and lines of return files that nothing explains."""
    back = PayLine.objects.filter(within(user, P.PAY_EXECUTE), ~of_the_dead(), state="returned")
    yield from waits(_("Paiements revenus, à refaire"), door("allowances:returned"), back, "orders__settled_on")
    waiting = Suspense.objects.filter(within(user, P.PAY_RECONCILE), state="waiting").exclude(
        line__file__by_id=user.pk
    )
    mine = Visa.objects.filter(by_id=user.pk)
    apart = mine.filter(step__in=separated_from("settle") - {"send"}).values("run")
    waiting = waiting.exclude(line__file__run__in=apart).exclude(
        line__file__by_id=0, line__file__run__in=mine.filter(step="send").values("run")
    )
    yield from waits(_("Lignes de retour en suspens"), door("allowances:suspense"), waiting, "line__file__on")


def decisions(user: User, today: date) -> Iterator[Task]:
    """Retentions and corrections that another person asked for."""
    if not user.may(P.PAY_DECIDE):
        return
    for label, model in (
        (_("Corrections de paie à approuver"), Correction),
        (_("Retenues à approuver"), RetentionOrder),
    ):
        asked = model.objects.filter(state="entered").exclude(entered_by_id=user.pk)
        yield from waits(label, door("allowances:retentions"), asked, "entered_on")


def signed_sheets(user: User, today: date) -> Iterator[Task]:
    """Pay sheets of the centre's communes that nobody has keyed yet, and those that another person keyed."""
    page = door("bundles:signed")
    if user.may(P.PAY_KEY_SIGNED) and user.communes(P.PAY_KEY_SIGNED) is not None:
        awaited = sheets.sheets_of_duty(user, P.PAY_KEY_SIGNED).exclude(pk__in=SignedSheet.objects.values("paper"))
        yield from waits(_("États de paye à faire revenir signés"), page, awaited, "on")
    if user.may(P.PAY_CHECK_SIGNED):
        keyed = SignedSheet.objects.filter(state="keyed").exclude(keyed_by_id=user.pk)
        mine = keyed.filter(paper__in=sheets.sheets_of_duty(user, P.PAY_CHECK_SIGNED).order_by().values("pk"))
        yield from waits(_("États émargés à vérifier"), page, mine, "keyed_on")


def wallets(user: User, today: date) -> Iterator[Task]:
    """Volunteers without a wallet, wallets that another person entered."""
    if user.may(P.WALLETS_ENTER):
        missing = without_wallet(user)
        yield from waits(_("Comptes de paiement à saisir"), door("allowances:enter_wallet"), missing, "started_on")
    entered = Wallet.objects.filter(within(user, P.WALLETS_APPROVE, "person__commune"), state="entered")
    others = entered.exclude(entered_by_id=user.pk)
    yield from waits(_("Comptes de paiement à valider"), door("allowances:wallets"), others, "entered_on")


def disputes(user: User, today: date) -> Iterator[Task]:
    """What volunteers contest: to answer, to count anew; and the answers that one has received."""
    if user.may(P.DISPUTES_ANSWER):
        rows = Dispute.objects.handled_by(user, today).filter(state__in=WAITING)
        late = Q(answer_by__lt=today)
        label, told = _("Contestations de paie à répondre"), _("dont %(count)s en retard")
        yield from waits(label, door("disputes:disputes"), rows, "opened_on", part=late, told=told)
    if user.may(P.PAY_CORRECT):
        accepted = Dispute.objects.to_recount()
        page = f"{door('disputes:disputes')}?etat=recompter"
        yield from waits(_("Mois contestés à recompter"), page, accepted, "opened_on")
    if user.may(P.DISPUTES_OPEN):
        answered = Dispute.objects.of(user).filter(state="answered")
        yield from waits(_("Réponses à vos contestations"), door("disputes:disputes"), answered, "opened_on")


def payees(user: User, today: date) -> Iterator[Task]:
    """Payees who say something else than the return file, of the perimeter; delays of pay that another person froze."""
    rows = Case.objects.filter(within(user, P.PAYEES_FOLLOW, "question__order__line__mission__host__commune"))
    rows = rows.exclude(state="closed").filter(Q(owner_id=None) | Q(owner_id=user.pk))
    yield from waits(_("Désaccords de payés à traiter"), door("arrears:cases"), rows, "opened_on")
    if user.may(P.DELAYS_PUBLISH):
        frozen = DelayFigure.objects.filter(state="frozen").exclude(frozen_by_id=user.pk)
        yield from waits(_("Délais de paie à publier"), door("arrears:delays"), frozen, "on")


ROOMS = (payees, unpaid_months, suspicions, runs, returns, decisions, signed_sheets, wallets, disputes)
