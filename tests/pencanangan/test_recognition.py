"""Pages are recognised, or left to a person; none is taken for another."""

import pytest
from PIL import Image

from assessments.documents.models import Document
from assessments.pencanangan import recognition
from assessments.pencanangan.models import ScanPage
from tests import scanner
from tests.cast import Cast
from tests.pencanangan import recognising, scans


@pytest.fixture(scope="module")
def papers() -> tuple[list[recognising.Sheet], list[recognising.Sheet]]:
    return recognising.sheets(4), recognising.sheets(2, foreign=True)


def test_spoilt_pages(papers) -> None:
    own, others = papers
    outcomes = list(recognising.trials(own, others, each=2))
    counted = recognising.tally(outcomes)
    assert len(outcomes) >= 24
    assert counted[recognising.WRONG] == 0, [one for one in outcomes if one.result == recognising.WRONG]
    assert counted[recognising.CORRECT] / len(outcomes) >= 0.9


def test_control_that_trusts_the_order_of_the_pile_files_wrong(papers) -> None:
    """The judge of the figures can fail: who believes the place in the pile files every page wrong once it is turned."""
    own = papers[0]
    known = {sheet.code for sheet in own}
    results = []
    for sheet, believed in zip(own, own[::-1], strict=True):
        seen = recognition.Sight(frozenset({(believed.code, believed.number)}))
        results.append(recognising.outcome(sheet, seen, known, 0))
    assert results.count(recognising.WRONG) >= len(own) - 1


@pytest.mark.parametrize("seed", range(3))
def test_blank_page_and_signature(seed: int) -> None:
    assert recognition.look(recognising.through_the_portal(scanner.blank(seed=seed))).blank
    assert not recognition.look(recognising.through_the_portal(scanner.signature(seed=seed))).blank


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_corner_of_another_letter_is_not_the_letter(papers, turn: int) -> None:
    one, other = (sheet.picture for sheet in papers[0][:2])
    photo = Image.new("L", (round(one.width * 1.35), one.height), 200)
    photo.paste(other, (one.width, 0))
    photo.paste(one, (0, 0))
    both = recognition.look(recognising.through_the_portal(photo.rotate(-turn, expand=True)))
    assert len(both.codes) == 2
    photo.paste(scans.unreadable(one), (0, 0))
    seen = recognition.look(recognising.through_the_portal(photo.rotate(-turn, expand=True)))
    assert seen == recognition.Sight()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_letter_in_the_middle_of_a_table(papers, turn: int) -> None:
    sheet = papers[0][0]
    photo = Image.new("L", (round(sheet.picture.width * 1.6), round(sheet.picture.height * 1.6)), 120)
    photo.paste(sheet.picture, (round(sheet.picture.width * 0.3), round(sheet.picture.height * 0.3)))
    seen = recognition.look(recognising.through_the_portal(photo.rotate(-turn, expand=True)))
    assert seen == recognition.Sight(frozenset({(sheet.code, sheet.number)}), -turn % 360)


def test_what_is_no_picture_shows_nothing() -> None:
    assert recognition.look(b"") == recognition.Sight()
    assert recognition.look(b"\xff\xd8\xff\xe0 rusak") == recognition.Sight()


def test_control_without_the_rooms_check_files_wrong(cast: Cast) -> None:
    """A letter of another ceremony and one that was replaced are readable, and yet belong nowhere."""
    application = scans.printed(cast, cast.unit)
    other = scans.printed(cast, cast.neighbour)
    strange = scans.letter(scans.rows(other)[0])
    old = scans.letter(scans.rows(application)[0])
    scans.reprinted(cast, application)
    for document, finding in [(strange, ScanPage.Finding.FOREIGN), (old, ScanPage.Finding.OUTDATED)]:
        seen = recognition.Sight(frozenset({(document.code, 1)}))
        trusting = Document.objects.get(code=document.code).participation_id
        judged = recognition.judge(application.ceremony.pk, seen)
        assert (judged.finding, judged.participation) == (finding, None)
        assert trusting is not None
