"""The application that a WSGI server runs: one process of it, for the limits are counted in its memory."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
application = get_wsgi_application()

from madoguchi.web import faults, housekeeping, warming  # noqa: E402 (these need Django to be ready)

faults.listen()
housekeeping.start()
if "desk" in settings.ROOMS:
    from madoguchi.web.desk.search.feeding import FEEDER

    FEEDER.begin()
warming.begin()
