import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0025_repair_with_window"),
    ]

    # Neither a one-to-one field nor an unconditional constraint: for those, SQLite makes the table anew, at which the
    # triggers on scores stumble.
    operations = [
        migrations.AddField(
            model_name="assignment",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successors",
                to="assessments.assignment",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False)),
                fields=("replaces",),
                name="assignment_one_successor",
            ),
        ),
    ]
