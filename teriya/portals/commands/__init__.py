"""The command line's verbs, one module a domain; each has `add(doors)` and calls the rooms' own actions."""

from argparse import ArgumentParser, Namespace
from datetime import date

from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.dates import read_date


def acting(parser: ArgumentParser) -> ArgumentParser:
    """Give a verb its actor and its business date: every action has both."""
    parser.add_argument("--by", required=True, metavar="COURRIEL", help="compte de la personne qui agit")
    parser.add_argument("--on", metavar="AAAA-MM-JJ", help="date de l’acte (aujourd’hui par défaut)")
    return parser


def actor(given: Namespace) -> User:
    user = User.objects.filter(email=given.by, is_active=True).first()
    if user is None:
        raise Refusal("unknown_account", f"Aucun compte actif ne porte l’adresse {given.by}.", field="by")
    return user


def day(given: Namespace) -> date:
    return read_date(given.on) if given.on else timezone.localdate()
