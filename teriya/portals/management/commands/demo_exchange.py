"""Make the exchange of the two agencies of the demonstration, once; one of the two processes that do it together."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from teriya.exchange.wire.models import Agency
from teriya.foundation.core.refusals import Refusal
from teriya.portals.demo import exchange
from teriya.portals.demo.dialogue import Side


class Command(BaseCommand):
    help = "Fait vivre l’échange des deux agences de démonstration, avec l’autre. Sans effet la seconde fois."

    def add_arguments(self, parser):
        parser.add_argument("stick", type=Path, metavar="DOSSIER", help="où les deux déposent leurs fichiers")

    def handle(self, stick, **options):
        started, side = time.monotonic(), Side(timezone.localdate(), stick)
        if Agency.objects.filter(code=side.other).exists():
            return
        try:
            with transaction.atomic():
                exchange.tell(side, self._say)
                side.hand("fin", b"")
                side.take("fin")  # neither keeps what the other could not
        except Refusal as no:
            raise CommandError(f"{no.code} : {no.sentence}") from no
        self._say(f"échange prêt en {time.monotonic() - started:.0f} s")

    def _say(self, text: str) -> None:
        self.stdout.write(f"{settings.AGENCY} · {text}")
        self.stdout.flush()
