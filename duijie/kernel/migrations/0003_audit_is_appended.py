"""The audit trail is appended: web and worker may insert and read, never change or delete."""

from django.db import migrations


class Migration(migrations.Migration):
    """A right that the database itself refuses, whatever the code says."""

    dependencies = [("kernel", "0002_initial")]
    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON kernel_auditentry FROM duijie_app",
            "GRANT UPDATE, DELETE ON kernel_auditentry TO duijie_app",
        ),
    ]
