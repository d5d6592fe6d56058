"""What the first migration no longer makes, or makes wider, in databases that it made before: one column less, one that is longer."""

from typing import Any

from django.db import migrations


def mend(_: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "case_")
    if "restricted" in {column.name for column in columns}:
        schema_editor.execute("ALTER TABLE case_ DROP COLUMN restricted")
    if connection.vendor == "postgresql":  # SQLite holds no text to a length
        schema_editor.execute("ALTER TABLE old_number ALTER COLUMN number TYPE varchar(40)")


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_busy_desk")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
