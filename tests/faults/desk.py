"""One unit whose operator hands in photos, each in a process of its own to which something may happen."""

import hashlib

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.files.models import StoredFile, Upload
from assessments.files.workflow import receive
from assessments.verifikasi.models import Evidence
from tests.cast import Cast
from tests.faults import acts
from tests.verifikasi import scenes
from tests.verifikasi.tus import metadata


class Desk:
    """One unit whose operator hands in a new photo for each point."""

    def __init__(self, zygote):
        self.zygote, self.cast = zygote, Cast()
        self.unit = scenes.declared(self.cast)
        self.wanted = scenes.requirement(self.unit, "A1", "photo")
        self.user = self.cast.operator.pk
        place = [self.unit.pk, self.wanted.level.indicator_id]
        self.page, self.uploads = reverse("verifikasi_answer", args=place), reverse("verifikasi_uploads", args=place)

    def post(self, seed, **how):
        fields = scenes.form(self.unit, note=f"Catatan {seed}", level=self.wanted.level_id)
        given = {"user": self.user, "path": self.page, "fields": fields, "file": f"files-{self.wanted.pk}"}
        return self.zygote.order("post", seed=seed, **given, **how)

    def begin(self, seed, *, replaces="", **how):
        data = acts.photo(seed)
        told = {"filename": f"foto-{seed}.jpg", "requirement": self.wanted.pk, "replaces": replaces}
        told |= {"sent_sha256": hashlib.sha256(data).hexdigest(), "description": "Loket"}
        given = {"user": self.user, "path": self.uploads, "size": len(data), "metadata": metadata(**told)}
        return self.zygote.order("begin", **given, **how)

    def part(self, path, seed, start, end=None, **how):
        return self.zygote.order("part", user=self.user, path=path, seed=seed, start=start, end=end, **how)

    def receive(self, data, name):
        upload = SimpleUploadedFile(name, data)
        return receive(upload=upload, participation=self.unit, purpose="verifikasi", by=self.cast.operator)


def row(path) -> Upload:
    """The upload behind an address."""
    return Upload.objects.get(token=path.rstrip("/").rsplit("/", 1)[1])


def once(seed, label=""):
    """The photo is stored once and attached once."""
    fingerprint = hashlib.sha256(acts.photo(seed)).hexdigest()
    (file,) = StoredFile.objects.filter(received_sha256=fingerprint)
    assert Evidence.objects.filter(file=file, removed_at=None).count() == 1, f"killed {label}: not attached once"
