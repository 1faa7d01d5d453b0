import os

from django.core.wsgi import get_wsgi_application

from config import env
from config.admission import Admission

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
application = Admission(get_wsgi_application(), int(env.text("SLOTS", "1")))
