"""Database constraints in words, and triggers in both dialects."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def sentences(error: IntegrityError, *candidates: type[models.Model]) -> list[str]:
    """The human texts of the constraints that ``error`` names, searched in ``candidates``.

    Re-raises the error when none of them is named: then it is a defect, not something the user can mend.
    SQLite names the columns of a unique index instead of the constraint, so both are looked for.
    """
    text = str(error)
    found = []
    for model in candidates:
        for constraint in model._meta.constraints:
            fields = [model._meta.get_field(name) for name in getattr(constraint, "fields", ())]
            columns = ", ".join(f"{model._meta.db_table}.{getattr(field, 'column', '')}" for field in fields)
            if constraint.name in text or (columns and text.endswith(f"failed: {columns}")):
                found.append(str(constraint.get_violation_error_message()))
    if not found:
        raise error
    return found


def messages(error: ValidationError) -> list[str]:
    """All sentences of a validation error, in order."""
    return list(error.messages)


def forbid(
    editor: BaseDatabaseSchemaEditor, table: str, name: str, *, events: Sequence[str], message: str, when: str = ""
) -> None:
    """Create triggers on ``table`` that refuse ``events`` (INSERT, UPDATE, DELETE) with ``message``.

    ``when`` is a portable SQL condition over OLD and NEW; a condition with a subquery is fine in both dialects.
    """
    for event in events:
        trigger = f"{name}_{event.lower()}"
        row = "OLD" if event == "DELETE" else "NEW"
        if editor.connection.vendor == "postgresql":
            body = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
            if when:
                body = f"IF {when} THEN {body} END IF;"
            editor.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {row}; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )
        else:
            condition = f"WHEN {when}" if when else ""
            editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )


def permit(editor: BaseDatabaseSchemaEditor, table: str, name: str, *, events: Sequence[str]) -> None:
    """Drop what ``forbid`` made, for the way back of a migration."""
    for event in events:
        trigger = f"{name}_{event.lower()}"
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {trigger}()")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
