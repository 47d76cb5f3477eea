"""Each answer that a unit gave to a round is that to the remark of the round."""

from typing import Any

from django.db import migrations


def link(apps: Any, schema_editor: Any) -> None:
    """Link what the unit wrote, once per round, to the last remark of the verifier in that round."""
    remarks = apps.get_model("assessments", "Remark").objects
    for said in remarks.filter(from_unit=True, answers=None).order_by("pk").iterator():
        asked = remarks.filter(answer=said.answer_id, round=said.round, from_unit=False, answered_by=None)
        asked = asked.order_by("-created_at", "-pk").first()
        if asked:
            said.answers, said.outcome = asked, "sudah"
            said.save(update_fields=["answers", "outcome"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0017_two_voices")]

    operations = [migrations.RunPython(link, migrations.RunPython.noop, elidable=True)]
