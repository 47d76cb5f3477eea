"""Three bands instead of four: fewer rows to look at. See assessments/files/radar.py."""

from django.db import migrations, models

BANDS, PARTS_BELOW, AT_ONCE = 3, 1 << 22, 2000


def deal(apps, schema_editor):
    """Deal the bits of every print anew."""
    prints = apps.get_model("assessments", "PhotoPrint").objects
    done = 0
    while rows := list(prints.filter(pk__gt=done).order_by("pk")[:AT_ONCE]):
        for row in rows:
            bits = f"{row.hash & (1 << 64) - 1:064b}"
            for n in range(BANDS):
                setattr(row, f"band{n}", int(bits[n::BANDS], 2) | (0 if row.part else PARTS_BELOW))
        prints.bulk_update(rows, ["band0", "band1", "band2"], batch_size=200)
        done = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("assessments", "0020_offline_pack")]

    operations = [
        *(migrations.RemoveIndex("photoprint", f"photo_print_{n}") for n in range(4)),
        migrations.RemoveField("photoprint", "band3"),
        migrations.RunPython(deal, migrations.RunPython.noop),
        *(
            migrations.AddIndex(
                "photoprint", models.Index(fields=[f"band{n}", "hash", "file", "part"], name=f"photo_print_{n}")
            )
            for n in range(3)
        ),
    ]
