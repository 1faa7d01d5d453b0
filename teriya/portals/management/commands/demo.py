"""Make the demonstration agency, once."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.portals.demo import burkina, story

STORIES = {"tg": story.tell, "bf": burkina.tell}


class Command(BaseCommand):
    help = "Fait vivre l’agence de démonstration par ses propres actions. Sans effet la seconde fois."

    def handle(self, **options):
        if User.objects.exists():
            return
        if not settings.TAKE_ON:
            raise CommandError("La démonstration reprend un passé : lancez-la par make demo (TAKE_ON=1).")
        started = time.monotonic()
        try:
            with transaction.atomic():
                STORIES[settings.AGENCY](timezone.localdate(), self._say)
        except Refusal as no:
            raise CommandError(f"{no.code} : {no.sentence}") from no
        self._say(f"agence prête en {time.monotonic() - started:.0f} s")

    def _say(self, text: str) -> None:
        self.stdout.write(f"{settings.AGENCY} · {text}")
        self.stdout.flush()
