"""Under which identifier something published stands: by its code, a measure or a type of paperwork also by version."""

from __future__ import annotations

from uuid import UUID, uuid5

_PUBLISHED = UUID("5f9f5b62-6f0c-4b0e-8a4e-0f3f5a7c9d21")
MEASURE = "measure"
REFERENCE = "ref"
"""The scope that every desk may see."""


def published_id(tenant: str, kind: str, code: str, version: int | None = None) -> UUID:
    """Versions stand beside each other; without a version there is one."""
    suffix = f"|{version}" if version else ""
    return uuid5(_PUBLISHED, f"{tenant}|{kind}|{code}{suffix}")
