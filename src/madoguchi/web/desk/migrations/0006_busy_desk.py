"""Indexes for today's desk and for what waits to be searched: with 100,000 cases nothing is read that is not shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_disposal")]
    operations = [
        migrations.RemoveIndex("case", "case_by_state"),
        migrations.AddIndex(
            "case", models.Index(fields=("centre", "state", "received_at"), name="case_by_state")
        ),
        migrations.AddIndex(
            "due", models.Index(fields=("at",), name="due_open", condition=models.Q(done_at=None))
        ),
        migrations.AddIndex("outbox", models.Index(fields=("what",), name="outbox_first")),
    ]
