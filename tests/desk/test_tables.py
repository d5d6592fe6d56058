"""The tables that the migrations make are those that the models say."""

import desk_under_test  # noqa: F401 (Django's settings)
from django.core.management import call_command


def test_no_model_waits_for_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
