"""Locks the tables row by row, where the database is PostgreSQL."""

from typing import Any

from django.conf import settings
from django.db import migrations

from madoguchi.web.desk.rows import statements


def lock(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements(settings.DATABASES["default"]["USER"]):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("public", "0001_drafts"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(lock, migrations.RunPython.noop)]
