from django.utils.translation import gettext_lazy as _

TITLE = _("Échanges")  # of this wing, in the menu
