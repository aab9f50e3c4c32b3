"""The address of a proxy, and apart from it who this desk is there: name and word are no part of what a file keeps."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from wemi_desk.domain.errors import InvalidFieldError

_NO_PATH = ("", "/")


def proxy_address(text: str) -> str:
    """As it was typed, whole: ``http://[name:word@]host:port``. Raises InvalidFieldError."""
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        usable = bool(parts.hostname) and parts.port != 0 and parts.path in _NO_PATH and not parts.query
    except ValueError:
        usable = False
    if not usable or parts.scheme not in {"http", "https"} or not text.isprintable() or " " in text:
        raise InvalidFieldError("proxy", "not_a_proxy")
    return parts._replace(path="", fragment="").geturl()


def typed_proxy(address: str, name: str, word: str) -> str:
    """From its fields; empty without an address. Raises InvalidFieldError."""
    if not address.strip():
        return ""
    whole = proxy_address(address)
    return with_who(whole, f"{quote(name.strip(), safe='')}:{quote(word, safe='')}") if name.strip() else whole


def without_who(proxy: str) -> str:
    """The address alone."""
    return _parted(proxy)[0]


def who_of(proxy: str) -> str:
    """``name:word`` as an address holds them; empty where a proxy asks for none."""
    return _parted(proxy)[1]


def with_who(address: str, who: str) -> str:
    """The whole again."""
    parts = urlsplit(without_who(address))
    return parts._replace(netloc=f"{who}@{parts.netloc}").geturl() if who else address


def _parted(proxy: str) -> tuple[str, str]:
    parts = urlsplit(proxy)
    who, _at, place = parts.netloc.rpartition("@")
    return parts._replace(netloc=place).geturl(), who
