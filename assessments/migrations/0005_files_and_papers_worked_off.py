import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import assessments.files.models
from p2ham.lib import constraints

# Only the standing of a paper and its one rendering may still be written.
FROZEN = ["kind", "cycle_id", "participation_id", "register_id", "number", "number_text", "title", "context"]
FROZEN += ["public_facts", "code", "issued_at", "issued_by_id"]


def seal(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite rebuilds a table that gains a column, and its triggers are gone: put them back."""
    table = "assessments_document"
    constraints.permit(editor, table, "document_frozen", events=["UPDATE"])
    constraints.permit(editor, table, "document_kept", events=["DELETE"])
    differs = "IS DISTINCT FROM" if editor.connection.vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in FROZEN)
    rendered = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in ["sha256", "stored_name", "size"])
    constraints.forbid(
        editor,
        table,
        "document_frozen",
        events=["UPDATE"],
        message="an issued paper is immutable",
        when=f"({changed} OR (OLD.sha256 <> '' AND ({rendered})))",
    )
    constraints.forbid(editor, table, "document_kept", events=["DELETE"], message="an issued paper is kept")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_scores_sealed")]
    operations = [
        migrations.RemoveField(model_name="storedfile", name="captured_at"),
        migrations.AddField(
            model_name="storedfile",
            name="captured_on",
            field=models.DateField(blank=True, null=True, verbose_name="tanggal pengambilan"),
        ),
        migrations.AddField(
            model_name="storedfile", name="preview_name", field=models.CharField(blank=True, max_length=60)
        ),
        migrations.AddField(
            model_name="storedfile",
            name="next_try_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="diolah mulai"),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="percobaan olah"),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="receipt_number",
            field=models.CharField(
                default=assessments.files.models.new_receipt_number,
                max_length=20,
                unique=True,
                verbose_name="nomor tanda terima",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="next_try_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
