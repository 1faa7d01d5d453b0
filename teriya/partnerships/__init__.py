from django.utils.translation import gettext_lazy as _

TITLE = _("Partenariats")  # of this wing, in the menu
