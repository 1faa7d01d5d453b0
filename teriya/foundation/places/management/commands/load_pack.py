"""Load a country pack: its places, then its rules."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.places import actions as places
from teriya.foundation.rules import actions as rules
from teriya.foundation.rules.engine import packs


class Command(BaseCommand):
    help = (
        "Charge le paquet d’un pays (countries/<code>) : lieux, centres, formes, règles. Sans effet la seconde fois."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", default=settings.AGENCY)

    def handle(self, code, **options):
        folder = settings.ROOT / "countries" / code
        if not folder.is_dir():
            raise CommandError(f"Le pays « {code} » n’a pas de dossier dans countries/.")
        try:
            pack = packs.load(folder)
        except Refusal as no:
            raise CommandError(no.sentence) from no
        with transaction.atomic():
            places_count = places.load(pack)
            rules_count = rules.load(pack, by=None, on=timezone.localdate())
        self.stdout.write(f"Paquet {code} : {places_count} lieux et {rules_count} valeurs nouvelles.")
