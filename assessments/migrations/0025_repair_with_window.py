from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0024_scoring_sealed"),
    ]

    operations = [
        migrations.AddField(
            model_name="repair",
            name="with_window",
            field=models.BooleanField(default=False, verbose_name="berakhir bersama jadwal"),
        ),
    ]
