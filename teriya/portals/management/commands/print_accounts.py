"""The accounts of the demonstration, one an acting role, with what opens them."""

from django.conf import settings
from django.core.management.base import BaseCommand

from teriya.foundation.accounts.actions import current_code
from teriya.foundation.accounts.models import User
from teriya.portals.demo.staff import ROSTERS, SECRET


class Command(BaseCommand):
    help = "Affiche les comptes de la démonstration."

    def handle(self, **options):
        roster = ROSTERS[settings.AGENCY]
        staff = User.objects.filter(email__endswith=f"@{roster.domain}").order_by("pk")
        if not staff:
            return
        self.stdout.write(f"\n{settings.SITE}\nPersonnel : courriel, mot de passe, puis le code de l’application")
        for user in staff:
            self.stdout.write(
                f"  {user.email:<46} {user.name:<22} {', '.join(act.title for act in user.appointments)}"
            )
        self.stdout.write(
            f"  mot de passe : {roster.password}\n  secret TOTP : {SECRET}   code en ce moment : {current_code(SECRET)}"
        )
        self.stdout.write("Par téléphone : le code arrive par SMS")
        # data of an earlier version may lack the latest of them
        for user in User.objects.filter(phone__in=roster.phones.values()).order_by("phone"):
            self.stdout.write(
                f"  {user.phone:<46} {user.name:<22} {', '.join(act.title for act in user.appointments)}"
            )
        self.stdout.write(f"  les SMS s’écrivent dans {settings.DATA / 'sms.log'}")
