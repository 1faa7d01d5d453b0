"""Load what was said of a country's volunteering in the past: countries/<code>/claims.toml."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from teriya.contribution.figures import claims
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine import packs


class Command(BaseCommand):
    help = "Charge les chiffres historiques d’un pays (countries/<code>/claims.toml). Sans effet la seconde fois."

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", default=settings.AGENCY)

    def handle(self, code, **options):
        folder = settings.ROOT / "countries" / code
        if not folder.is_dir():
            raise CommandError(f"Le pays « {code} » n’a pas de dossier dans countries/.")
        try:
            count = claims.load(packs.read(folder)["claims.toml"], on=timezone.localdate())
        except Refusal as no:
            raise CommandError(no.sentence) from no
        self.stdout.write(f"Chiffres historiques de {code} : {count} nouveaux.")
