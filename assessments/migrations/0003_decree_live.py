from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="result",
            name="subtotals",
            field=models.JSONField(default=dict, verbose_name="jumlah per kriteria"),
        ),
        migrations.RemoveConstraint(model_name="decree", name="decree_number_once"),
        migrations.AddField(
            model_name="decree",
            name="is_live",
            field=models.BooleanField(default=True, verbose_name="berlaku atau menunggu"),
        ),
        migrations.AddField(model_name="decreeitem", name="is_live", field=models.BooleanField(default=True)),
        migrations.AddConstraint(
            model_name="decree",
            constraint=models.UniqueConstraint(
                condition=Q(("is_live", True)),
                fields=("cycle", "number"),
                name="decree_number_once",
                violation_error_message="Keputusan dengan nomor ini sudah dicatat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decreeitem",
            constraint=models.UniqueConstraint(
                condition=Q(("is_live", True)),
                fields=("participation",),
                name="decree_item_one_live",
                violation_error_message="Unit ini sudah tercantum dalam keputusan lain.",
            ),
        ),
    ]
