"""Ways out of the platform as rows of their own, the words that went, and how people want to be told."""

import django.db.models.deletion
import duijie.kernel.clock
import duijie.kernel.ids
import duijie.kernel.privacy.fields
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """What was to go out before is told by dispatches from now on; its words were not kept."""
    notices, dispatches = apps.get_model("notices", "Notice"), apps.get_model("notices", "Dispatch")
    for notice in notices.objects.exclude(wished=[]).iterator():
        for means in notice.wished:
            was_sent = means in notice.sent
            dispatches.objects.create(
                notice_id=notice.pk,
                account_id=notice.account_id,
                means=means,
                due_at=notice.created_at,
                state="sent" if was_sent else "dropped",
                trouble="" if was_sent else "no_address",
                settled_at=notice.created_at,
            )


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.UUIDField(default=duijie.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField(unique=True)),
                ('sms', models.BooleanField(default=False)),
                ('email', models.BooleanField(default=False)),
                ('wechat', models.BooleanField(default=False)),
                ('wechat_id', duijie.kernel.privacy.fields.EncryptedTextField(blank=True, null=True)),
                ('rhythm', models.CharField(default='at_once', max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.UUIDField(default=duijie.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('means', models.CharField(max_length=10)),
                ('in_digest', models.BooleanField(default=False)),
                ('due_at', models.DateTimeField(default=duijie.kernel.clock.now)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('trouble', models.CharField(blank=True, max_length=20)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=duijie.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('means', models.CharField(max_length=10)),
                ('text', duijie.kernel.privacy.fields.EncryptedTextField()),
                ('sent_at', models.DateTimeField(default=duijie.kernel.clock.now, editable=False)),
            ],
        ),
        migrations.AddField(
            model_name='notice',
            name='because',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='notice',
            name='is_urgent',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('because__in', ['', 'above', 'office', 'organization', 'own', 'place', 'prepared', 'receiving', 'recommended', 'registrar', 'turn', 'voucher'])), name='notice_because_known'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.CheckConstraint(condition=models.Q(('rhythm__in', ['at_once', 'daily', 'weekly'])), name='choice_rhythm_known'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.CheckConstraint(condition=models.Q(('wechat', False), ('wechat_id__isnull', False), _connector='OR'), name='choice_wechat_is_connected'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispatches', to='notices.notice'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['account_id', '-id'], name='letter_account'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('means__in', ['email', 'sms', 'wechat'])), name='letter_means_known'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='letter',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='dispatches', to='notices.letter'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('in_digest', True), ('state', 'waiting')), fields=['due_at'], name='dispatch_digest_due'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['account_id', 'means'], name='dispatch_waiting'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(fields=('notice', 'means'), name='dispatch_once_a_way'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('means__in', ['email', 'sms', 'wechat'])), name='dispatch_means_known'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['dropped', 'failed', 'sent', 'waiting'])), name='dispatch_state_known'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('trouble__in', ['', 'no_address', 'read_before', 'refused', 'switched_off'])), name='dispatch_trouble_known'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='notice',
            name='sent',
        ),
        migrations.RemoveField(
            model_name='notice',
            name='wished',
        ),
    ]
