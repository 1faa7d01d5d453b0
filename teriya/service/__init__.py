from django.utils.translation import gettext_lazy as _

TITLE = _("Missions")  # of this wing, in the menu
