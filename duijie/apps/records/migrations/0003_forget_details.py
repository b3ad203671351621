"""Erasing a row takes what its audit entries say beside the act, too: a detail may repeat a fact, or give a reason.

The quantity before a need was revised stays, as the quantity itself does: the figures of a past day are made of both.
"""

from django.db import migrations

FORGET = """
CREATE OR REPLACE FUNCTION forget_facts(kind text, subject uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
UPDATE kernel_auditentry
SET facts = NULL,
    details = CASE WHEN details ? 'before' THEN jsonb_build_object('before', details -> 'before') ELSE '{}' END
WHERE subject_kind = kind AND subject_id = subject
$$;
"""
FORMER = """
CREATE OR REPLACE FUNCTION forget_facts(kind text, subject uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ UPDATE kernel_auditentry SET facts = NULL WHERE subject_kind = kind AND subject_id = subject $$;
"""


class Migration(migrations.Migration):
    """The one narrow way round the appended trail, a little wider."""

    dependencies = [("records", "0002_outbox_and_logs")]
    operations = [migrations.RunSQL(FORGET, FORMER)]
