"""The audit trail refuses changes in the database itself; its head row exists from the start."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from p2ham.lib import constraints

EVENTS = ["UPDATE", "DELETE"]


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    constraints.forbid(
        editor, "units_auditentry", "audit_append_only", events=EVENTS, message="audit entries are append-only"
    )
    apps.get_model("units", "AuditHead").objects.get_or_create(pk=1)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    constraints.permit(editor, "units_auditentry", "audit_append_only", events=EVENTS)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
