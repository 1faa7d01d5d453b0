"""What the exchange between both agencies costs: a first statement that both approved and that was paid, a second that waits."""

from collections.abc import Callable
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.exchange.balances import actions
from teriya.exchange.balances.actions import NewCost
from teriya.exchange.balances.models import Statement
from teriya.portals.demo import abroad
from teriya.portals.demo.abroad import Post
from teriya.portals.demo.agreements import PAGE
from teriya.portals.demo.dialogue import Act, Side


def tell(side: Side, say: Callable[[str], None]) -> None:
    """Once the stays are accepted. Togo bought a return that Burkina Faso bears; Burkina Faso held a training that Togo bears."""
    say("Coûts d’échange : un décompte réglé, un décompte à approuver, un coût à confirmer")
    for of, months, act in (
        ("tg", 11, pay(abroad.GARDENS, "ticket", 185_000, "Billet Lomé–Ouagadougou, aller et retour")),
        ("tg", 11, pay(abroad.GARDENS, "insurance", 45_000, "Assurance de six mois, police de groupe")),
        ("bf", 9, pay(abroad.GARDENS, "training", 60_000, "Accueil et formation, trois jours à Ouagadougou")),
        ("tg", 5, pay(abroad.LIBRARY, "ticket", 90_000, "Billet Ouagadougou–Lomé, acheté à Lomé")),
        ("bf", 3, pay(abroad.GARDENS, "allowance", 420_000, "Six mois d’allocation")),
        ("tg", 2, settle),
        ("bf", 1, agree),
        ("tg", 1, receive),
        ("bf", 0, pay(abroad.MATHS, "training", 60_000, "Accueil et formation, trois jours à Koudougou")),
        ("bf", 0, settle),
    ):  # fmt: skip
        side.turn(of, side.ago(months, -3 if months else 1), act)
    side.turn("tg", side.today, enter(abroad.MATHS, "insurance", 45_000, "Assurance de neuf mois, police de groupe"))


def enter(post: Post, line: str, amount: int, what: str) -> Act:
    """Typed with its bill: another person has to confirm it."""

    def act(side: Side, day: date) -> None:
        bill = SimpleUploadedFile("facture.pdf", PAGE + f"{post.title} {line}".encode())
        new = NewCost(line, amount, f"{what} (démonstration)", day)
        actions.record_costs(stays=[abroad.of(post)], new=new, proof=bill, by=side.by("exchange_officer"), on=day)

    return act


def pay(post: Post, line: str, amount: int, what: str) -> Act:
    """Entered by the officer of the exchange, confirmed by the finance officer: the other agency is told."""

    def act(side: Side, day: date) -> None:
        enter(post, line, amount, what)(side, day)
        row = side.agency.exchange_costs.get(state="recorded", is_ours=True)
        actions.confirm_cost(cost=row, by=side.by("finance_officer"), on=day)

    return act


def settle(side: Side, day: date) -> None:
    """All that was declared so far: prepared by the officer, proposed by the director."""
    row = actions.prepare_statement(agency=side.agency, until=day, by=side.by("exchange_officer"), on=day)
    actions.propose_statement(statement=row, by=side.by("director"), on=day)


def agree(side: Side, day: date) -> None:
    waits = Statement.objects.get(agency=side.agency, state="proposed", is_ours=False)
    actions.answer_statement(statement=waits, step="agree", by=side.by("director"), on=day)


def receive(side: Side, day: date) -> None:
    owed = Statement.objects.get(agency=side.agency, state="agreed")
    actions.receive_net(
        statement=owed,
        received_on=day,
        reference="Avis de crédit (démonstration)",
        by=side.by("finance_officer"),
        on=day,
    )
