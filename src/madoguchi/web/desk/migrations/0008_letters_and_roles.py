"""Letters in the consumer's name, conditions that were looked at, roles of the other side, and which backups were made."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import madoguchi.web.accounts.models
from madoguchi.web.desk.rows import OF_ALL_CENTRES, lock_of_case, rights_to


def lock(_: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        app = settings.DATABASES["default"]["USER"]
        for table in ("letter", "condition_seen"):
            for statement in lock_of_case(table, app):
                schema_editor.execute(statement)
        for statement in rights_to(OF_ALL_CENTRES, app):
            schema_editor.execute(statement)


def _of_case(related: str) -> Any:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related, to="desk.case"
    )


def _by(related: str) -> Any:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related, to=settings.AUTH_USER_MODEL
    )


def _if_there(to: str) -> Any:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="letters", to=to
    )


def _number() -> Any:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_as_the_first_is_now")]
    operations = [
        migrations.AddField("counterpart", "role", models.CharField(blank=True, max_length=16)),
        migrations.CreateModel(
            name="Letter",
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
                ("form", models.CharField(max_length=16)),
                ("version", models.PositiveIntegerField(default=1)),
                ("sealed", models.BinaryField()),
                ("agreed_version", models.PositiveIntegerField(default=0)),
                ("printed_version", models.PositiveIntegerField(default=0)),
                ("sent_on", models.DateField(null=True)),
                ("sent_way", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField()),
                ("by", _by("letters")),
                ("case", _of_case("letters")),
                ("consent", _if_there("desk.consent")),
                ("file", _if_there("desk.attachment")),
            ],
            options={"db_table": "letter"},
        ),
        migrations.CreateModel(
            name="ConditionSeen",
            fields=[
                ("id", _number()),
                ("rule", models.CharField(max_length=40)),
                ("condition", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("by", _by("conditions_seen")),
                ("case", _of_case("conditions_seen")),
            ],
            options={
                "db_table": "condition_seen",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "rule", "condition"), name="seen_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BackupMade",
            fields=[
                ("id", _number()),
                ("at", models.DateTimeField()),
                ("path", models.CharField(blank=True, max_length=400)),
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("checked_at", models.DateTimeField()),
            ],
            options={"db_table": "backup_made"},
        ),
        migrations.RunPython(lock, migrations.RunPython.noop),
    ]
