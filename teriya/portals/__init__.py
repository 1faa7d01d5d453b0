from django.utils.translation import gettext_lazy as _

TITLE = _("Pilotage")  # of this wing, in the menu
