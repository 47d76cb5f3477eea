"""The seals of 0004 on the rebuilt tables; a settled result only ever learns which result replaces it."""

from importlib import import_module

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from p2ham.lib import constraints

first = import_module("assessments.migrations.0004_scores_sealed")
REWRITTEN = f"{first.REWRITTEN} OR COALESCE(OLD.confidence, 0) <> COALESCE(NEW.confidence, 0)"
RESETTLED = (
    "OLD.replaced_by_id IS NOT NULL OR NEW.replaced_by_id IS NULL OR NEW.replaced_by_id = OLD.id "
    "OR OLD.participation_id <> NEW.participation_id OR OLD.total <> NEW.total OR OLD.threshold <> NEW.threshold "
    "OR OLD.settled_at <> NEW.settled_at OR OLD.settled_by_id <> NEW.settled_by_id OR OLD.note <> NEW.note "
    "OR OLD.required_unmet <> NEW.required_unmet OR OLD.subtotals <> NEW.subtotals"
)
SETTLED = "a settled result is not changed"


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    first.forwards(apps, editor)
    constraints.permit(editor, first.SCORE, "score_rewritten", events=["UPDATE"])
    constraints.forbid(
        editor, first.SCORE, "score_rewritten", events=["UPDATE"], message="a score is kept", when=f"({REWRITTEN})"
    )
    constraints.permit(editor, first.RESULT, "result_settled", events=["UPDATE"])
    constraints.forbid(
        editor, first.RESULT, "result_settled", events=["UPDATE"], message=SETTLED, when=f"({RESETTLED})"
    )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0023_scoring_filled")]
    operations = [
        migrations.AlterField(
            model_name="decreeitem",
            name="result",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.result"
            ),
        ),
        migrations.RunPython(forwards, first.backwards),
    ]
