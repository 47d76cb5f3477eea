import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0014_mend_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidenceupload",
            name="captured_on",
            field=models.DateField(blank=True, null=True, verbose_name="tanggal pengambilan"),
        ),
        migrations.AddField(
            model_name="evidenceupload",
            name="hand_off",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uploads",
                to="assessments.handoff",
            ),
        ),
    ]
