from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matches', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='order',
            name='order_state_known',
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'declined', 'lapsed', 'open', 'refused', 'waiting', 'withdrawn'])), name='order_state_known'),
        ),
    ]
