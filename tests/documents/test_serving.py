"""How a paper leaves the portal."""

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from assessments.documents import serving


@pytest.fixture
def get(cast):
    def get(document):
        request = RequestFactory().get("/naskah/")
        request.user = cast.operator
        return serving.respond(request, document)

    return get


def test_rendered_paper_is_shown_with_its_name(office, get):
    document = office.rendered()
    response = get(document)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == (office.folder / document.stored_name).read_bytes()
    assert response.headers["Content-Type"] == "application/pdf"
    year = office.cycle.year
    assert response.headers["Content-Disposition"] == (
        f'inline; filename="Piagam penghargaan P2HAM-PG.0001-{year}.pdf"'
    )
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    # A sandbox would stop the browser's own viewer.
    assert "sandbox" not in response.headers["Content-Security-Policy"]


def test_paper_that_is_not_rendered_yet_says_so(office, get):
    response = get(office.issue())
    assert response.status_code == 202
    page = response.content.decode()
    assert "Sedang disiapkan" in page
    assert 'href="/naskah/"' in page


def test_paper_lost_from_the_storage_is_a_sentence(office, get):
    document = office.rendered()
    (office.folder / document.stored_name).unlink()
    response = get(document)
    assert response.status_code == 404
    assert document.code in response.content.decode()


def test_check_finds_lost_and_altered_papers(office, capsys):
    whole, lost, altered = office.rendered(), office.rendered(), office.rendered()
    office.issue()  # not rendered yet: nothing to check
    (office.folder / lost.stored_name).unlink()
    (office.folder / altered.stored_name).write_bytes(b"lain")
    with pytest.raises(CommandError):
        call_command("verify_files")
    out = capsys.readouterr().out
    assert "3 berkas diperiksa, 2 bermasalah." in out
    assert f"Naskah {lost.pk} ({lost.code}): hilang" in out
    assert f"Naskah {altered.pk} ({altered.code}): isinya tidak sama" in out
    assert f"Naskah {whole.pk} " not in out
