"""A unit that lost something, what it is asked to mend, how it answers; a predikat and its proposed revocation."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.cycle.models import Participation
from assessments.files.models import StoredFile
from assessments.files.workflow import receive
from assessments.pembinaan import queries, workflow
from assessments.pembinaan.models import ActionItem, ActionReply, Revocation
from assessments.penilaian.workflow import certificates
from p2ham.lib import dates
from tests import samples
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import User, WorkUnit

SOON = dt.timedelta(days=14)
WHY = "Toilet disabilitas dijadikan gudang."


def lossy(cast: Cast, unit: WorkUnit | None = None) -> Participation:
    """A unit with the predikat that lost something on A2."""
    return scenes.released(cast, unit, {"A2": "proses"})


def ask(participation: Participation, by: User, code: str = "A2", **more: object) -> ActionItem:
    values = {"text": "Pasang papan informasi.", "owner": "Siti", "due_date": dates.today() + SOON} | more
    return workflow.create(
        participation=participation, indicator_id=scenes.indicators(participation)[code].pk, by=by, **values
    )


def proof(item: ActionItem, by: User, seed: int = 1) -> StoredFile:
    upload = SimpleUploadedFile(f"bukti-{seed}.jpg", samples.photo(seed=seed, size=(320, 240)))
    return receive(upload=upload, participation=item.participation, purpose=queries.PURPOSE, by=by)


def answer(item: ActionItem, by: User, text: str = "Sudah dipasang.", seed: int = 1) -> ActionReply:
    return workflow.answer(item=item, text=text, files=[proof(item, by, seed)], by=by)


def certified(cast: Cast) -> Participation:
    """A unit with the predikat and its certificate."""
    participation = scenes.settled(cast)
    decree = scenes.decreed(cast, participation)
    certificates.issue_certificates(decree=decree, by=cast.admin)
    return Participation.objects.with_place().get(pk=participation.pk)


def propose(cast: Cast, participation: Participation, reason: str = WHY, by: User | None = None) -> Revocation:
    return workflow.propose_revocation(participation=participation, reason=reason, by=by or cast.admin)
