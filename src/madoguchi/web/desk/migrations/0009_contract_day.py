"""The day of the contract; what it was for is a text of the case, sealed like the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_letters_and_roles")]
    operations = [migrations.AddField("case", "contracted_on", models.DateField(null=True))]
