"""PDFs with real electronic signatures, made by a throw-away authority, and what hostile hands make of them."""

import datetime as dt
import io
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests import samples

ISSUER = "Balai Sertifikasi Uji"
SIGNER = "Budi Santoso, S.H."


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Lembaga Uji"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


@dataclass(frozen=True)
class Authority:
    """A root that gives certificates to signers."""

    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def signer(self, person: str, *, days: tuple[int, int] = (-30, 365)) -> signers.SimpleSigner:
        """Somebody with a key and a certificate in force from and until so many days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(_name(person), self.certificate.subject, key, self.key, days=days, is_root=False)
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        registry = SimpleCertificateStore()
        registry.register_multiple([_asn1(self.certificate)])
        return signers.SimpleSigner(
            signing_cert=_asn1(certificate), signing_key=keys.PrivateKeyInfo.load(private), cert_registry=registry
        )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    *,
    days: tuple[int, int],
    is_root: bool,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + dt.timedelta(days=days[0]))
        .not_valid_after(now + dt.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=not is_root,
                key_cert_sign=is_root,
                crl_sign=is_root,
                **usage,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, hashes.SHA256())
    )


def authority(name: str = ISSUER) -> Authority:
    """A root; the same one for the same name."""
    return _authority(name)


@cache
def _authority(name: str) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    days = (-3650, 3650)
    return Authority(name, key, _certificate(_name(name), _name(name), key, key, days=days, is_root=True))


def signed(
    data: bytes | None = None,
    *,
    person: str = SIGNER,
    by: str = ISSUER,
    days: tuple[int, int] = (-30, 365),
    field: str = "Kepala",
    algorithm: str = "sha256",
    certify: bool = False,
) -> bytes:
    """A PDF (a scanned letter, when none is given) signed electronically by ``person``; a signed one gets one more."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data or plain()), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=algorithm, certify=certify, subfilter=fields.SigSeedSubFilter.PADES
    )
    out = io.BytesIO()
    signer = authority(by).signer(person, days=days)
    # In a thread of its own: the browser of other tests keeps an event loop in this one, and signing starts its own.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(signers.sign_pdf, writer, metadata, signer=signer, output=out).result()
    return out.getvalue()


@cache
def plain(text: str = "SURAT PERNYATAAN PENCANANGAN") -> bytes:
    """The letter before it is signed."""
    return samples.scanned_pdf(text=text)


def large(size: int) -> bytes:
    """The letter with so many bytes more in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        pdf.pages[0].obj["/Ballast"] = pdf.make_stream(random.Random(1).randbytes(size))
        pdf.save(out)
    return out.getvalue()


# --- what hostile or careless hands make of a signed PDF -------------------------------------------------------------


def tampered(data: bytes) -> bytes:
    """One byte of the picture of the page is another one."""
    place = data.index(b"stream") + 400
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def page_turned(data: bytes) -> bytes:
    """An incremental update after the signature that turns the page over."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(180)
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bytes_behind(data: bytes) -> bytes:
    """Something that is no PDF at all behind the end of the signed file."""
    return data + b"\n% tambahan sesudah tanda tangan\n" + bytes(200)


def cms_damaged(data: bytes) -> bytes:
    """A signature that is no signature: its container is overwritten."""
    place = data.index(b"<3082") + 1
    return data[:place] + b"ff" * 100 + data[place + 200 :]


def range_outside(data: bytes) -> bytes:
    """A signature that says it covers bytes far behind the end of the file."""
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", data)
    assert found
    last = found.group(4)
    return data[: found.start(4)] + b"9" * len(last) + data[found.end(4) :]


def range_negative(data: bytes) -> bytes:
    """A signature that covers a negative number of bytes."""
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", data)
    assert found
    return data[: found.start(2)] + b"-" + b"1" * (len(found.group(2)) - 1) + data[found.end(2) :]


def part_unsigned(data: bytes) -> bytes:
    """A signature that leaves the first half of the file out."""
    found = re.search(rb"/ByteRange \[0 (\d+)", data)
    assert found
    half = str(int(found.group(1)) // 2).rjust(len(found.group(1)), "0").encode()
    return data[: found.start(1)] + half + data[found.end(1) :]


def detached(data: bytes) -> bytes:
    """The fields are gone, so that no viewer shows the signature any more."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    del writer.root["/AcroForm"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
