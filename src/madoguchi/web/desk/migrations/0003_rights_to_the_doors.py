"""The application's role may use the tables of signing in, where the database is PostgreSQL."""

from typing import Any

from django.conf import settings
from django.db import migrations

from madoguchi.web.desk.rows import DOORS, rights_to


def allow(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in rights_to(DOORS, settings.DATABASES["default"]["USER"]):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_row_level_security"), ("accounts", "0002_doors")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
