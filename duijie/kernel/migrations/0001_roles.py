"""What the web and the worker may do with the tables that the owner makes, and the search for parts of words."""

from django.db import migrations

RIGHTS = """
GRANT USAGE ON SCHEMA public TO duijie_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO duijie_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO duijie_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO duijie_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO duijie_app;
"""
NO_RIGHTS = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM duijie_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE, SELECT ON SEQUENCES FROM duijie_app;
"""


class Migration(migrations.Migration):
    """The first migration of the first app; tables made before and after it are covered alike."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", "DROP EXTENSION IF EXISTS pg_trgm"),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
