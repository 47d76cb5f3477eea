"""Scores that are final, and results that are settled, refuse changes in the database itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from p2ham.lib import constraints

SCORE, RESULT, LINE = "assessments_score", "assessments_result", "assessments_resultline"
FINAL = "EXISTS (SELECT 1 FROM assessments_assignment a WHERE a.id = {row}.assignment_id AND a.final_at IS NOT NULL)"
FOREIGN = (
    "NEW.level_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM indicators_level l WHERE l.id = NEW.level_id AND l.indicator_id = NEW.indicator_id)"
)
# A score is never rewritten: only the mark of the current one moves on.
REWRITTEN = (
    "OLD.assignment_id <> NEW.assignment_id OR OLD.indicator_id <> NEW.indicator_id OR OLD.level_id <> NEW.level_id "
    "OR OLD.justification <> NEW.justification OR (NEW.is_current AND NOT OLD.is_current)"
)


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    forbid = constraints.forbid
    final = "a final score is not changed"
    forbid(editor, SCORE, "score_final", events=["INSERT", "UPDATE"], message=final, when=FINAL.format(row="NEW"))
    forbid(editor, SCORE, "score_rewritten", events=["UPDATE"], message="a score is kept", when=f"({REWRITTEN})")
    forbid(editor, SCORE, "score_kept", events=["DELETE"], message="a score is kept")
    for table, name in ((SCORE, "score_level"), (LINE, "result_line_level")):
        forbid(editor, table, name, events=["INSERT"], message="the level is of another indicator", when=FOREIGN)
    for table, name in ((RESULT, "result_settled"), (LINE, "result_line_settled")):
        forbid(editor, table, name, events=["UPDATE", "DELETE"], message="a settled result is not changed")


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    permit = constraints.permit
    permit(editor, SCORE, "score_final", events=["INSERT", "UPDATE"])
    permit(editor, SCORE, "score_rewritten", events=["UPDATE"])
    permit(editor, SCORE, "score_kept", events=["DELETE"])
    for table, name in ((SCORE, "score_level"), (LINE, "result_line_level")):
        permit(editor, table, name, events=["INSERT"])
    for table, name in ((RESULT, "result_settled"), (LINE, "result_line_settled")):
        permit(editor, table, name, events=["UPDATE", "DELETE"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_decree_live"), ("indicators", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
