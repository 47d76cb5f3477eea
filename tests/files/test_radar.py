"""The radar: the same on both databases as looking at every photo, and blind to nothing within its distance."""

import io
import random

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from assessments.files import radar, tasks
from assessments.files.models import PhotoPrint, StoredFile
from assessments.files.queries import near
from p2ham.lib import images, likeness
from tests import samples


def signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def flipped(value: int, bits: int, rng: random.Random) -> int:
    for place in rng.sample(range(64), bits):
        value ^= 1 << place
    return signed(value & ((1 << 64) - 1))


def stored(participation, by, count: int) -> list[StoredFile]:
    return StoredFile.objects.bulk_create(
        StoredFile(
            participation=participation,
            purpose="uji",
            kind="photo",
            name=f"{number}.jpg",
            content_type="image/jpeg",
            received_size=1,
            received_sha256=f"{number:064}",
            received_by=by,
        )
        for number in range(count)
    )


@pytest.mark.parametrize("distance", [0, 3, 8, 10, 11])
def test_search_gives_what_looking_at_every_print_gives(cast, participation, distance):
    rng = random.Random(distance)
    centres = [signed(rng.getrandbits(64)) for _ in range(6)]
    for file in stored(participation, cast.operator, 60):
        around = rng.choice(centres)
        radar.record(file.pk, [flipped(around, rng.randint(0, 14), rng) for _ in likeness.PARTS])
    whole = dict(PhotoPrint.objects.filter(part=0).values_list("file", "hash"))
    for centre in centres:
        expected: dict[int, int] = {}
        for pk, value in PhotoPrint.objects.values_list("file", "hash"):
            apart = likeness.distance(value, centre)
            if apart <= distance:
                expected[pk] = min(apart, expected.get(pk, 99))
        found = near(centre, distance=distance)
        assert {file.pk: apart for file, apart in found} == expected
        assert [apart for _, apart in found] == sorted(expected.values())
    for mine in StoredFile.objects.all()[:10]:
        prints = radar.prints_of(mine)
        expected = {}
        for pk, part, value in PhotoPrint.objects.exclude(file=mine).values_list("file", "part", "hash"):
            pairs = [(likeness.distance(prints[0], value), distance)]
            if part == 0:
                pairs += [(likeness.distance(prints[p], whole[pk]), distance - 2) for p in range(1, len(prints))]
            if within := [apart for apart, limit in pairs if apart <= limit]:
                expected[pk] = min(*within, expected.get(pk, 99))
        assert {file.pk: apart for file, apart in near(mine, distance=distance)} == expected


def test_search_costs_the_same_with_one_and_thirty(cast, participation, django_assert_num_queries):
    files = stored(participation, cast.operator, 30)
    radar.record(files[0].pk, [5] * 10)
    with django_assert_num_queries(4):
        assert len(near(5)) == 1
    for file in files:
        radar.record(file.pk, [5] * 10)
    with django_assert_num_queries(4):
        assert len(near(5)) == 30


def changed(kind: str) -> bytes:
    with Image.open(io.BytesIO(samples.photo(seed=5))) as source:
        image = source.convert("RGB")
    width, height = image.size
    if kind == "resized":
        image = image.resize((640, 480))
    elif kind == "brighter":
        image = ImageEnhance.Brightness(image).enhance(1.2)
    elif kind == "stamped":
        text = "04/03/2026 09.30 WIB"
        ImageDraw.Draw(image).text((900, 1100), text, fill=(255, 200, 40), font=ImageFont.load_default(60))
    elif kind == "cropped":
        image = image.crop((round(width * 0.05), round(height * 0.02), round(width * 0.98), round(height * 0.94)))
    elif kind == "mirrored":
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=40)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["recompressed", "resized", "brighter", "stamped", "cropped"])
@pytest.mark.parametrize("first", ["original", "changed"])
def test_same_photo_is_found_whichever_came_first(desk, kind, first):
    pair = [samples.photo(seed=5), changed(kind)]
    one, other = (desk.ready(data, f"{n}.jpg") for n, data in enumerate(pair if first == "original" else pair[::-1]))
    assert [file for file, _ in near(other)] == [one]
    assert [file for file, _ in near(one)] == [other]


def test_mirrored_photo_is_another_photo(desk):
    desk.ready(samples.photo(seed=5))
    assert near(desk.ready(changed("mirrored"), "cermin.jpg")) == []


def test_different_photos_are_not_found(desk):
    files = [desk.ready(samples.photo(seed=seed, size=(640, 480)), f"{seed}.jpg") for seed in range(8)]
    assert [near(file) for file in files] == [[]] * 8


def test_blank_photos_resemble_nothing(desk):
    for shade in ("white", "black"):
        out = io.BytesIO()
        Image.new("RGB", (800, 600), shade).save(out, "JPEG")
        file = desk.ready(out.getvalue(), f"{shade}.jpg")
        assert file.is_blank and not file.is_blurred
    assert PhotoPrint.objects.count() == 0
    assert near(file) == near(0) == []


def test_processing_again_leaves_the_same_prints(desk):
    file = desk.ready()
    before = list(PhotoPrint.objects.order_by("part").values_list("part", "hash"))
    assert [part for part, _ in before] == list(range(10)) and before[0][1] == file.perceptual_hash
    StoredFile.objects.filter(pk=file.pk).update(status="received", received_name=file.stored_name)
    tasks.process_file.call(file.pk)
    desk_again = list(PhotoPrint.objects.order_by("part").values_list("part"))
    assert [part for (part,) in desk_again] == list(range(10))


def test_pdf_has_no_prints(desk):
    desk.ready(samples.scanned_pdf(), "surat.pdf")
    assert PhotoPrint.objects.count() == 0


def test_prints_of_a_stored_photo_are_those_of_the_received_one(desk):
    file = desk.ready(samples.photo(seed=3))
    again = images.prints(desk.bytes_of(file.stored_name))
    assert all(likeness.distance(a, b) <= 2 for a, b in zip(again, radar.prints_of(file).values(), strict=True))
