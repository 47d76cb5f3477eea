"""What earlier rows say in the new columns."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    lines = apps.get_model("assessments", "ResultLine").objects
    levels = apps.get_model("indicators", "Level").objects
    lines.update(value=Subquery(levels.filter(pk=OuterRef("level")).values("value")))
    results = apps.get_model("assessments", "Result").objects
    items = apps.get_model("assessments", "DecreeItem").objects
    items.update(result=Subquery(results.filter(participation=OuterRef("participation")).values("pk")[:1]))
    decrees = apps.get_model("assessments", "Decree").objects
    approvals = apps.get_model("assessments", "Approval").objects.filter(decision="approved")
    decrees.update(released_at=Subquery(approvals.filter(pk=OuterRef("approval")).values("decided_at")))
    apps.get_model("assessments", "Assignment").objects.update(lot=F("pk"))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0022_scoring_ground")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
