"""Template messages of WeChat are kept like short messages and mails."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0004_upload_chunks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='localmessage',
            name='medium',
            field=models.CharField(choices=[('sms', 'Sms'), ('email', 'Email'), ('wechat', 'Wechat')], max_length=10),
        ),
    ]
