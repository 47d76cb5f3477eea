"""Several accessible papers as one: pages one after the other, their structure trees under one root.

The papers are our own, as ``p2ham.lib.pdf`` makes them; bytes from elsewhere are not joined here.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String


def join(papers: Sequence[bytes], *, title: str) -> bytes:
    """One PDF/UA-1 file of ``papers`` in their order, with a bookmark for each. Equal papers give equal bytes."""
    if not papers:
        raise ValueError("nothing to join")
    with Pdf.new() as whole:
        parts: list[Any] = []
        nums: list[Any] = []
        marks: list[tuple[str, int]] = []
        for number, data in enumerate(papers):
            with Pdf.open(io.BytesIO(data)) as paper:
                marks.append((_title(paper), len(whole.pages)))
                _append(whole, paper, number, parts, nums)
        _root(whole, parts, nums)
        _describe(whole, title)
        with whole.open_outline() as outline:
            outline.root.extend(OutlineItem(name, page) for name, page in marks)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _append(whole: Pdf, paper: Pdf, number: int, parts: list[Any], nums: list[Any]) -> None:
    """The pages of a paper, then its structure tree, of which the keys of the pages move up behind those before."""
    first = len(nums) // 2
    known = len(whole.pages)
    whole.pages.extend(paper.pages)
    tree = whole.copy_foreign(paper.make_indirect(paper.Root.StructTreeRoot))
    kids = tree.K
    for part in list(kids) if isinstance(kids, Array) else [kids]:
        # The whole is the document now.
        part.S = Name.Part
        parts.append(part)
        for element in _elements(part):
            _rename(element, number)
    keys = list(tree.ParentTree.Nums)
    moved = {int(key): first + place for place, key in enumerate(keys[::2])}
    for place, value in enumerate(keys[1::2]):
        nums += [first + place, value]
    for page in list(whole.pages)[known:]:
        if "/StructParents" in page.obj:
            page.obj.StructParents = moved[int(page.obj.StructParents)]
        for note in page.obj.get("/Annots", []):
            if "/StructParent" in note:
                note.StructParent = moved[int(note.StructParent)]


def _elements(top: Any) -> Iterator[Any]:
    """The element and all below it, without recursion: a long list is deep enough."""
    waiting = [top]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, Array) else [kids]
        waiting.extend(kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid)


def _rename(element: Any, number: int) -> None:
    """Cells name their headings by identifiers, which must stay apart from those of other papers."""
    if "/ID" in element:
        element.ID = _apart(element.ID, number)
    attributes = element.get("/A", [])
    for each in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(each, Dictionary) and "/Headers" in each:
            each.Headers = Array([_apart(name, number) for name in each.Headers])


def _apart(identifier: Any, number: int) -> String:
    return String(f"{number}-".encode() + bytes(identifier))


def _root(whole: Pdf, parts: list[Any], nums: list[Any]) -> None:
    root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array(parts)))
    for part in parts:
        part.P = document
    root.K = Array([document])
    root.ParentTree = whole.make_indirect(Dictionary(Nums=Array(nums)))
    root.ParentTreeNextKey = len(nums) // 2
    whole.Root.StructTreeRoot = root
    whole.Root.MarkInfo = Dictionary(Marked=True)
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    whole.Root.Lang = String("id")


def _describe(whole: Pdf, title: str) -> None:
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
        described["dc:title"] = title
        described["pdfuaid:part"] = "1"


def _title(paper: Pdf) -> str:
    with paper.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
        return str(described.get("dc:title") or "Naskah")


def pages(data: bytes) -> int:
    """How many pages one of our papers has."""
    with Pdf.open(io.BytesIO(data)) as paper:
        return len(paper.pages)
