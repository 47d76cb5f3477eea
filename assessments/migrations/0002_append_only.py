"""The view log of files, the timeline and the content of issued papers refuse changes in the database itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from p2ham.lib import constraints

EVENTS = ["UPDATE", "DELETE"]
LOGS = {"assessments_fileview": "file_view_append_only", "assessments_timelineentry": "timeline_append_only"}
# Only the standing of a paper and its one rendering may still be written.
FROZEN = ["kind", "cycle_id", "number", "number_text", "title", "context", "public_facts", "code", "issued_at"]


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for table, name in LOGS.items():
        constraints.forbid(editor, table, name, events=EVENTS, message="this log is append-only")
    differs = "IS DISTINCT FROM" if editor.connection.vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in FROZEN)
    constraints.forbid(
        editor,
        "assessments_document",
        "document_frozen",
        events=["UPDATE"],
        message="an issued paper is immutable",
        when=f"({changed} OR (OLD.sha256 <> '' AND (OLD.sha256 <> NEW.sha256 OR OLD.stored_name <> NEW.stored_name)))",
    )
    constraints.forbid(
        editor, "assessments_document", "document_kept", events=["DELETE"], message="an issued paper is kept"
    )


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for table, name in LOGS.items():
        constraints.permit(editor, table, name, events=EVENTS)
    constraints.permit(editor, "assessments_document", "document_frozen", events=["UPDATE"])
    constraints.permit(editor, "assessments_document", "document_kept", events=["DELETE"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
