"""The site without its gate: the control of R37."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
