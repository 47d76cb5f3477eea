"""Ids given before their rows are there."""

from django.db import connections, models, router


def reserve(model: type[models.Model]) -> int:
    """The id of a row that another row has to name before it is written. Only inside a transaction.

    PostgreSQL checks that the name leads somewhere at the commit; on SQLite, which does the same, one writes at a time.
    """
    database = connections[router.db_for_write(model)]
    pk = model._meta.pk
    assert pk is not None
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [model._meta.db_table, pk.column])
            row = cursor.fetchone()
        return int(row[0])
    highest = model._default_manager.aggregate(models.Max("pk"))["pk__max"]
    return int(highest or 0) + 1
