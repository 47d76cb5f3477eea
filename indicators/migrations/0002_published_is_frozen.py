"""A published instrument and everything in it refuses changes in the database itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from p2ham.lib import constraints

MESSAGE = "a published instrument is frozen"
EVENTS = ["INSERT", "UPDATE", "DELETE"]
_INDICATOR = (
    "SELECT 1 FROM indicators_instrument i JOIN indicators_criterion c ON c.instrument_id = i.id"
    " JOIN indicators_indicator n ON n.criterion_id = c.id"
    " WHERE i.status = 'published' AND n.id = {row}.indicator_id"
)
# Table -> the query that finds the published instrument to which a row belongs.
PARTS = {
    "indicators_criterion": (
        "SELECT 1 FROM indicators_instrument i WHERE i.status = 'published' AND i.id = {row}.instrument_id"
    ),
    "indicators_indicator": (
        "SELECT 1 FROM indicators_instrument i JOIN indicators_criterion c ON c.instrument_id = i.id"
        " WHERE i.status = 'published' AND c.id = {row}.criterion_id"
    ),
    "indicators_applicability": _INDICATOR,
    "indicators_level": _INDICATOR,
    "indicators_evidencerequirement": (
        "SELECT 1 FROM indicators_instrument i JOIN indicators_criterion c ON c.instrument_id = i.id"
        " JOIN indicators_indicator n ON n.criterion_id = c.id JOIN indicators_level l ON l.indicator_id = n.id"
        " WHERE i.status = 'published' AND l.id = {row}.level_id"
    ),
}


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    constraints.forbid(
        editor,
        "indicators_instrument",
        "instrument_frozen",
        events=["UPDATE", "DELETE"],
        message=MESSAGE,
        when="OLD.status = 'published'",
    )
    for table, query in PARTS.items():
        for event in EVENTS:
            row = "NEW" if event == "INSERT" else "OLD"
            constraints.forbid(
                editor,
                table,
                f"{table}_frozen",
                events=[event],
                message=MESSAGE,
                when=f"EXISTS ({query.format(row=row)})",
            )


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    constraints.permit(editor, "indicators_instrument", "instrument_frozen", events=["UPDATE", "DELETE"])
    for table in PARTS:
        constraints.permit(editor, table, f"{table}_frozen", events=EVENTS)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
