"""A process that receives and processes photos one after the other: ``python -m tests.faults.writer unit user seed count``."""

import sys

import django


def main(unit: int, user: int, seed: int, count: int) -> None:
    """Receive each photo, let it be processed at once, and hand in every third one twice."""
    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile

    from assessments.cycle.models import Participation
    from assessments.files.tasks import process_file
    from assessments.files.workflow import receive
    from tests.faults import acts
    from units.models import User

    given = {"participation": Participation.objects.get(pk=unit), "by": User.objects.get(pk=user)}
    for number in range(seed, seed + count):
        for _ in range(1 + (number % 3 == 0)):
            upload = SimpleUploadedFile("foto.jpg", acts.photo(number))
            file = receive(upload=upload, purpose="verifikasi", **given)
            process_file.call(file.pk)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
