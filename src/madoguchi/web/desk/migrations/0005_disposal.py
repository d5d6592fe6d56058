"""Records that were disposed of, the lists that were signed, and what came from old records."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import madoguchi.web.accounts.models
import madoguchi.web.desk.columns
from madoguchi.web.desk.rows import later


def lock(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in later("disposal", settings.DATABASES["default"]["USER"]):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_taken_in"), ("accounts", "0002_doors")]
    operations = [
        migrations.AddField("case", "disposed_on", models.DateField(null=True)),
        migrations.AddField("case", "from_old_records", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Disposal",
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
                ("at", models.DateTimeField()),
                ("kept_years", models.PositiveSmallIntegerField()),
                ("listed", madoguchi.web.desk.columns.JsonText()),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.centre"),
                ),
            ],
            options={"db_table": "disposal"},
        ),
        migrations.RunPython(lock, migrations.RunPython.noop),
    ]
