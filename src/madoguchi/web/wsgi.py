"""The application that a WSGI server runs: one process of it, for the limits are counted in its memory."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
application = get_wsgi_application()

from madoguchi import consult  # noqa: E402 (these need Django to be ready)
from madoguchi.web import faults, housekeeping  # noqa: E402
from madoguchi.web.public.clock import now  # noqa: E402

faults.listen()
housekeeping.start()
consult(
    "警告画面が出て電話した", at=now()
)  # the knowledge is read before the first person comes, not while they wait
