from django.utils.translation import gettext_lazy as _

TITLE = _("Agence")  # of this wing, in the menu
