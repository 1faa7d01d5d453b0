from django.utils.translation import gettext_lazy as _

TITLE = _("Paie")  # of this wing, in the menu
