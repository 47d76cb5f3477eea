"""Rendering: from the frozen context alone, any number of times, until the hash is set once."""

import errno
import hashlib
import os
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.core.files.storage import FileSystemStorage

from assessments.documents import rendering, tasks
from assessments.documents.models import Document
from assessments.documents.tasks import enqueue_unrendered, render_document, sweep
from assessments.documents.workflow import verify_url
from assessments.files import storage


class Killed(BaseException):
    """kill -9: nothing is caught, nothing is tidied up."""


def facts(document: Document) -> dict[str, object]:
    """The row, but for when it is looked at next."""
    row = Document.objects.filter(pk=document.pk).values().get()
    return {name: value for name, value in row.items() if name != "next_try_at"}


def test_paper_is_rendered_after_the_commit(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = office.issue()
        assert not document.is_rendered
    document.refresh_from_db()
    data = (office.folder / document.stored_name).read_bytes()
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.size == len(data)
    assert document.rendered_at is not None
    assert office.stored() == {document.stored_name}


def test_rendered_certificate_carries_its_number_and_address(press, client):
    document = press.rendered()
    with pypdfium2.PdfDocument(press.folder / document.stored_name) as pdf:
        assert document.number_text in pdf[0].get_textpage().get_text_bounded()
        picture = pdf[0].render(scale=2).to_pil()
        assert pdf.get_metadata_value("Title") == str(document)
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == verify_url(document.code)
    assert client.get(urlsplit(code.text).path).status_code == 200


def test_same_context_gives_the_same_bytes(press):
    document = press.rendered()
    again = rendering.render(document.kind, document.context, title=str(document))
    assert hashlib.sha256(again).hexdigest() == document.sha256


def test_queue_that_is_down_loses_no_paper(office, django_capture_on_commit_callbacks, monkeypatch):
    def down(*_):
        raise RuntimeError("queue away")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(type(render_document), "enqueue", down)
        document = office.issue()
    office.waited(document, 20)
    assert enqueue_unrendered() == 1
    document.refresh_from_db()
    assert document.is_rendered


def test_rendered_paper_is_never_rendered_again(office, monkeypatch):
    document = office.rendered()
    before = facts(document), office.stored()
    monkeypatch.setattr(tasks, "render", lambda *_, **__: pytest.fail("rendered again"))
    office.waited(document, 60)
    render_document.call(document.pk)
    assert enqueue_unrendered() == 0
    assert (facts(document), office.stored()) == before


def test_paper_under_work_is_not_claimed_twice(office, monkeypatch):
    document, runs = office.issue(), []

    def render_and_call_again(*_, **__):
        runs.append(1)
        render_document.call(document.pk)
        return b"naskah"

    monkeypatch.setattr(tasks, "render", render_and_call_again)
    render_document.call(document.pk)
    assert runs == [1]


def test_two_workers_that_both_finish_leave_one_paper(office, monkeypatch):
    """The first worker was so slow that its claim ran out; the faster one's paper is the one."""
    document = office.issue()

    def slow(*_, **__):
        monkeypatch.setattr(tasks, "render", lambda *_, **__: b"yang lebih cepat")
        office.waited(document, 10)
        render_document.call(document.pk)
        return b"yang lebih lambat"

    monkeypatch.setattr(tasks, "render", slow)
    render_document.call(document.pk)
    document.refresh_from_db()
    assert document.sha256 == hashlib.sha256(b"yang lebih cepat").hexdigest()
    assert office.stored() == {document.stored_name}


@pytest.mark.parametrize("point", ["before", "rendered", "written"])
def test_killed_worker_is_replaced_and_leaves_no_rest(office, monkeypatch, point):
    def die(*_, **__):
        raise Killed

    document = office.issue()
    write = storage.write

    def write_and_die(*args, **kwargs):
        write(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        if point == "before":
            patch.setattr(tasks, "render", die)
        else:
            patch.setattr(storage, "write", die if point == "rendered" else write_and_die)
        with pytest.raises(Killed):
            render_document.call(document.pk)
    assert enqueue_unrendered() == 0  # the dead worker's claim still runs
    office.waited(document, 10)
    assert enqueue_unrendered() == 1
    document.refresh_from_db()
    assert document.is_rendered
    for path in office.folder.rglob("*"):
        os.utime(path, (0, 0))
    assert sweep() == (1 if point == "written" else 0)
    assert office.stored() == {document.stored_name}


def test_full_disk_delays_a_paper(office, monkeypatch):
    def full(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    document = office.issue()
    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        render_document.call(document.pk)
    document.refresh_from_db()
    assert not document.is_rendered
    assert document.next_try_at > document.issued_at
    office.waited(document, 10)
    assert enqueue_unrendered() == 1
    document.refresh_from_db()
    assert document.is_rendered


def test_defect_of_ours_is_raised_and_tried_again_ever_later(office, monkeypatch):
    def defect(*_, **__):
        raise KeyError("defect")

    document = office.issue()
    pauses = []
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "render", defect)
        for _ in range(8):
            office.waited(document, 10)
            with pytest.raises(KeyError):
                render_document.call(document.pk)
            document.refresh_from_db()
            pauses.append((document.next_try_at - document.issued_at).total_seconds())
    assert pauses == sorted(pauses)
    assert 50 * 60 < pauses[-1] < 70 * 60
    office.waited(document, 10)
    render_document.call(document.pk)
    document.refresh_from_db()
    assert document.is_rendered


def test_clock_leaves_papers_that_stand_in_a_long_queue(office):
    document = office.issue()
    assert enqueue_unrendered() == 0
    office.waited(document, 10)
    assert enqueue_unrendered() == 0


def test_second_clock_enqueues_nothing_again(office, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for _ in range(3):
        office.waited(office.issue(), 20)
    assert enqueue_unrendered() == 3
    assert enqueue_unrendered() == 0
