"""The certificate of the Comune's own authority, from the file somebody hands out."""

from __future__ import annotations

from pathlib import Path

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.gateways.whole_files import translated, write_whole

MOST_BYTES = 200_000
_PEM = b"-----BEGIN CERTIFICATE-----"


def keep_authority(chosen: Path, kept: Path) -> Path:
    """A copy beside the desk's data: the stick it came on goes again.

    Raises InvalidFieldError for what is no certificate, StorageError.
    """
    try:
        with chosen.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise translated(error) from None
    write_whole(kept, _as_text(content).encode("ascii"))
    return kept


def _as_text(content: bytes) -> str:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        text = content.decode("ascii") if _PEM in content else ssl.DER_cert_to_PEM_cert(content)
        context.load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError):
        raise InvalidFieldError("ca_file", "not_a_certificate") from None
    if len(content) > MOST_BYTES or not context.cert_store_stats()["x509"]:
        raise InvalidFieldError("ca_file", "not_a_certificate")
    return text
