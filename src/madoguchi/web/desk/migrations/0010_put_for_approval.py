"""What stood in the record when it was put before whoever decides: revisions of texts, and codes. Older requests have none."""

from django.db import migrations

from madoguchi.web.desk.columns import JsonText


class Migration(migrations.Migration):
    dependencies = [("desk", "0009_contract_day")]
    operations = [migrations.AddField("approval", "put", JsonText(null=True))]
