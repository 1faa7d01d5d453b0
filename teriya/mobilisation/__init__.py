from django.utils.translation import gettext_lazy as _

TITLE = _("Mobilisation")  # of this wing, in the menu
