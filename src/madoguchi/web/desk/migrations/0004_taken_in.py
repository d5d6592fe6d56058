"""Where what was taken in comes from; locked row by row, where the database is PostgreSQL."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import madoguchi.web.accounts.models
from madoguchi.web.desk.rows import lock_of_case


def lock(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in lock_of_case("taken_in", settings.DATABASES["default"]["USER"]):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_rights_to_the_doors")]
    operations = [
        migrations.CreateModel(
            name="TakenIn",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=madoguchi.web.accounts.models.new_id,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mark", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_in",
                        to="desk.case",
                    ),
                ),
            ],
            options={"db_table": "taken_in"},
        ),
        migrations.RunPython(lock, migrations.RunPython.noop),
    ]
