"""Every paper is an archive's file (PDF/A-2a) and an accessible one (PDF/UA-1) at once.

The rules are asked twice: the validator's 2a profile, and our own reading of the file for what matters most, so that
a gap in the validator does not pass unseen. veraPDF, the industry's yardstick, is not part of this suite.
"""

import io
import re
from functools import cache

import page
import pikepdf
import pytest

from assessments.documents.rendering import render
from tests.documents import papers

VARIANTS = {"filled": papers.FILLED, "empty": papers.EMPTY, "longest": papers.LONGEST}
CASES = [(kind, variant) for kind in papers.FILLED for variant in VARIANTS]


@cache
def made(kind: str, variant: str) -> bytes:
    paper = VARIANTS[variant][kind]
    return render(paper.kind, paper.to_json(), title=f"Naskah {paper.number}".strip())


def dictionaries(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every dictionary of the file, those of the streams as well."""
    found: list[pikepdf.Object] = []
    waiting = list(document.objects)
    while waiting:
        each = waiting.pop()
        kids: list[object] = []
        if isinstance(each, pikepdf.Array):
            kids = list(each)
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            found.append(each)
            kids = [kid for _, kid in each.items()]
        waiting += [kid for kid in kids if isinstance(kid, pikepdf.Object) and not kid.is_indirect]
    return found


def breaches(data: bytes) -> list[str]:
    """What of PDF/A-2a the file breaks, by our own reading; empty: nothing that we know of."""
    found: list[str] = []
    if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", data):
        found.append("header without version or binary mark")
    if data.rstrip().rpartition(b"\n")[2] != b"%%EOF":
        found.append("bytes behind the end")
    with pikepdf.open(io.BytesIO(data)) as document:
        root, every = document.Root, dictionaries(document)
        if document.is_encrypted or "/ID" not in document.trailer:
            found.append("encrypted, or without an identifier")
        found += _described(root, document)
        if str(root.get("/Lang", "")) != "id" or not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked"):
            found.append("no language, or not marked as tagged")
        if "/StructTreeRoot" not in root or any("/StructParents" not in one for one in document.pages):
            found.append("no structure")
        if {"/OpenAction", "/AA", "/AcroForm", "/OCProperties", "/NeedsRendering"} & set(root.keys()):
            found.append("actions, forms or layers")
        intents = root.get("/OutputIntents", [])
        if [str(one.S) for one in intents] != ["/GTS_PDFA1"] or int(intents[0].DestOutputProfile.N) != 3:
            found.append("no output intent")
        elif intents[0].DestOutputProfile.read_bytes()[36:40] != b"acsp":
            found.append("the output profile is no ICC profile")
        for each in every:
            found += _wrong(each)
    return found


def _described(root: pikepdf.Object, document: pikepdf.Pdf) -> list[str]:
    if "/Filter" in root.Metadata:
        return ["compressed metadata"]
    text = root.Metadata.read_bytes().decode()
    found = [] if text.count("<rdf:RDF") == 1 else ["not one description"]
    with document.open_metadata(update_docinfo=False) as xmp:
        ids = (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance"), xmp.get("pdfuaid:part"))
        if ids != ("2", "A", "1"):
            found.append(f"identifiers {ids}")
        if xmp.get("dc:title") != str(document.docinfo["/Title"]):
            found.append("two titles")
    if "pdfaExtension:schemas" not in text:
        found.append("the accessible identifier is not explained")
    return found


def _wrong(each: pikepdf.Object) -> list[str]:
    """What one dictionary breaks: forbidden streams, pictures, transparency, actions, fonts."""
    filters = each.get("/Filter", [])
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    found = [f"filter {name}" for name in names if name in ("/LZWDecode", "/Crypt")]
    if {"/F", "/FFilter"} & set(each.keys()) and isinstance(each, pikepdf.Stream):
        found.append("bytes outside the file")
    if str(each.get("/Subtype", "")) == "/Image" and (each.get("/Interpolate", False) or "/Alternates" in each):
        found.append("a picture that is smoothed or has alternates")
    if "/SMask" in each and str(each.SMask) != "/None":
        found.append("a picture with transparency")
    if any(float(each.get(key, 1)) != 1 for key in ("/CA", "/ca") if each.get("/Type") != "/Annot"):
        found.append("transparent drawing")
    if str(each.get("/S", "")) in ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData", "/ResetForm", "/GoToR"):
        found.append(f"action {each.S}")
    if "/EF" in each or "/PS" in each:
        found.append("an attachment or PostScript")
    if str(each.get("/Type", "")) == "/FontDescriptor" and not {"/FontFile2", "/FontFile3"} & set(each.keys()):
        found.append(f"font {each.FontName} is not embedded")
    if str(each.get("/Subtype", "")) == "/Type0" and "/ToUnicode" not in each:
        found.append("a font without its letters")
    return found


@pytest.mark.parametrize(("kind", "variant"), CASES)
def test_paper_is_an_archives_file_by_the_validator(kind, variant):
    report = page.validate_pdf_bytes(made(kind, variant), profile=page.ValidationProfile.PDF_A_2A)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 100


@pytest.mark.parametrize(("kind", "variant"), CASES)
def test_paper_is_an_archives_file_by_our_own_reading(kind, variant):
    assert breaches(made(kind, variant)) == []


def test_own_reading_finds_what_is_broken():
    def spoiled(change) -> list[str]:
        with pikepdf.open(io.BytesIO(made("piagam", "filled"))) as document:
            change(document)
            out = io.BytesIO()
            document.save(out)
        return breaches(out.getvalue())

    def no_intent(document):
        del document.Root.OutputIntents

    def script(document):
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))

    def no_font(document):
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and str(each.get("/Type", "")) == "/FontDescriptor":
                del each[next(key for key in each.keys() if key.startswith("/FontFile"))]  # noqa: SIM118

    assert spoiled(no_intent) == ["no output intent"]
    assert set(spoiled(script)) == {"actions, forms or layers", "action /JavaScript"}
    assert any("is not embedded" in one for one in spoiled(no_font))
