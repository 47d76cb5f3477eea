"""Objects of the site visit that the policy of its routes speaks of."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.penilaian.models import SiteVisit
from assessments.penilaian.queries import visits as queries
from assessments.penilaian.workflow import visiting as workflow
from tests import samples
from tests.cast import Cast
from tests.penilaian import visiting

# Amir goes; Asih and Anton score the unit and read what he finds.
ROOM = ("lead", "assessor", "second_assessor", "third_assessor")


def visit(cast: Cast) -> SiteVisit:
    """A visit of today."""
    return visiting.planned(cast)


def reported(cast: Cast) -> SiteVisit:
    """A visit that is over."""
    return visiting.closed(cast)


def signed(cast: Cast) -> SiteVisit:
    """A visit whose report was signed and filed."""
    upload = SimpleUploadedFile("laporan.jpg", samples.photo(seed=3, size=(320, 240)))
    return workflow.file_signed(visit=visiting.closed(cast), upload=upload, by=cast.third_assessor)


def with_photo(cast: Cast) -> dict[str, Any]:
    """A photo of a visit."""
    found = visiting.planned(cast)
    upload = SimpleUploadedFile("ramp.jpg", samples.photo(seed=4, size=(320, 240)))
    first = queries.to_see(found)[0].pk
    photo = workflow.add_photo(visit=found, indicator_id=first, upload=upload, by=cast.third_assessor)
    return {"pk": found.pk, "photo": photo.pk, "variant": "kecil"}
