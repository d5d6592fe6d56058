"""The application that a WSGI server runs: one process of it, for the limits are counted in its memory."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
application = get_wsgi_application()

from madoguchi import consult  # noqa: E402 (these need Django to be ready)
from madoguchi.knowledge import known_in  # noqa: E402
from madoguchi.web import faults, housekeeping  # noqa: E402
from madoguchi.web.public.clock import now  # noqa: E402
from madoguchi.web.tongue import TONGUES  # noqa: E402

faults.listen()
housekeeping.start()
for tongue in TONGUES:  # the knowledge is read before the first person comes, not while they wait
    consult("警告画面が出て電話した", at=now(), knowledge=known_in(tongue))
gc.collect()
gc.freeze()  # what was read stays for good: nobody's answer waits for a search through it
