"""The accounts of the demonstration, one an acting role, with what opens them."""

from django.conf import settings
from django.core.management.base import BaseCommand

from teriya.foundation.accounts.actions import current_code
from teriya.foundation.accounts.models import User
from teriya.portals.demo.doors import FORMER, PHONES
from teriya.portals.demo.staff import DOMAIN, PASSWORD, SECRET


class Command(BaseCommand):
    help = "Affiche les comptes de la démonstration."

    def handle(self, **options):
        staff = User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")
        if not staff:
            return
        self.stdout.write("\nPersonnel : courriel, mot de passe, puis le code de l’application")
        for user in staff:
            self.stdout.write(
                f"  {user.email:<46} {user.name:<22} {', '.join(act.title for act in user.appointments)}"
            )
        self.stdout.write(
            f"  mot de passe : {PASSWORD}\n  secret TOTP : {SECRET}   code en ce moment : {current_code(SECRET)}"
        )
        self.stdout.write("\nPar téléphone : le code arrive par SMS")
        # data of an earlier version may lack the latest of them
        for user in User.objects.filter(phone__in=[*PHONES.values(), FORMER]).order_by("phone"):
            self.stdout.write(
                f"  {user.phone:<46} {user.name:<22} {', '.join(act.title for act in user.appointments)}"
            )
        self.stdout.write(f"  les SMS s’écrivent dans {settings.DATA / 'sms.log'}")
