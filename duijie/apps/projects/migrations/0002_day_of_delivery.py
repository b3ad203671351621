"""The day on which things changed hands, beside the moment of the report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.AddField(model_name="project", name="delivered_on", field=models.DateField(null=True)),
    ]
