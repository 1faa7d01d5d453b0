from django.utils.translation import gettext_lazy as _

TITLE = _("Insertion")  # of this wing, in the menu
