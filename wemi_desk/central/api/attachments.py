"""Attachments: bytes of a record, encrypted at the desk, in parts that may break off anywhere."""

from __future__ import annotations

from fastapi.responses import Response

from wemi_desk.central.api.doors import Asked, Endpoint
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.store.file_list import FileList, StoredFile
from wemi_desk.sync.admission import (
    CONFLICT,
    MOST_FILE_BYTES,
    OFFSET,
    PART_BYTES,
    TOO_LARGE,
    TOO_MANY,
    UNDECODABLE,
    UNKNOWN,
    FileOffer,
    FileState,
)

MOST_WAITING_BYTES = 256 << 20
_DIGEST_BYTES = 32
_MOST_KEY_BYTES = 200


def offer(asked: Asked) -> FileState:
    """Say what will come; the same offer again tells how much is here."""
    message: FileOffer = asked.message
    if len(message.sha256) != _DIGEST_BYTES or not 0 < len(message.sealed_key) <= _MOST_KEY_BYTES or message.size < 1:
        raise Refusal(400, UNDECODABLE)
    if message.size > MOST_FILE_BYTES:
        raise Refusal(413, TOO_LARGE)
    with asked.centre.front_desk.store.work() as connection:
        files = FileList(connection, asked.desk.tenant)
        if not files.is_shown(message.record_id, asked.desk.caller.scopes):
            raise Refusal(404, UNKNOWN)
        known = files.find(message.sha256) or _added(asked, files, message)
        if (known.record_id, known.size, known.device_id) != (message.record_id, message.size, asked.desk.device.id):
            raise Refusal(409, CONFLICT)
        if known.whole_at is None and asked.centre.files.is_whole(asked.desk.tenant, message.sha256):
            files.whole(message.sha256, asked.centre.front_desk.clock())  # on the disk before a restore or a crash
    return _state(asked, message.sha256)


def _added(asked: Asked, files: FileList, message: FileOffer) -> StoredFile:
    device = asked.desk.device.id
    if files.waiting_bytes(device) + message.size > MOST_WAITING_BYTES:
        raise Refusal(429, TOO_MANY, retry_after=60)
    return files.add(
        StoredFile(
            sha256=message.sha256, size=message.size, record_id=message.record_id, device_id=device,
            sealed_key=message.sealed_key, offered_at=asked.centre.front_desk.clock(),
        )
    )  # fmt: skip


def state(asked: Asked) -> Response:
    """How many bytes are here."""
    found = _state(asked, _mine(asked).sha256)
    return Response(status_code=200, headers={OFFSET: str(found.offset), "Wemi-Whole": str(int(found.whole))})


def take_part(asked: Asked) -> FileState:
    """The part that follows what is here; at the end the whole is compared with its hash."""
    file, part, tenant = _mine(asked), asked.plain, asked.desk.tenant
    offset = asked.offset
    if not part or len(part) > PART_BYTES or offset + len(part) > file.size:
        raise Refusal(400, UNDECODABLE)
    if file.whole_at is not None:
        return FileState(offset=file.size, whole=True)
    files = asked.centre.files
    now_at = files.add(tenant, file.sha256, offset, part)
    if now_at < file.size:
        if now_at < offset:
            raise Refusal(409, CONFLICT)
        return FileState(offset=now_at, whole=False)
    if not files.finish(tenant, file.sha256):
        return FileState(offset=0, whole=False)
    with asked.centre.front_desk.store.work() as connection:
        FileList(connection, tenant).whole(file.sha256, asked.centre.front_desk.clock())
    return FileState(offset=file.size, whole=True)


def _mine(asked: Asked) -> StoredFile:
    """A file this device offered; of any other, nothing is said."""
    try:
        digest = bytes.fromhex(asked.parameters["sha256"])
    except ValueError:
        raise Refusal(404, UNKNOWN) from None
    with asked.centre.front_desk.store.quick() as connection:
        file = FileList(connection, asked.desk.tenant).find(digest)
    if file is None or file.device_id != asked.desk.device.id:
        raise Refusal(404, UNKNOWN)
    return file


def _state(asked: Asked, digest: bytes) -> FileState:
    files, tenant = asked.centre.files, asked.desk.tenant
    return FileState(offset=files.offset(tenant, digest), whole=files.is_whole(tenant, digest))


ENDPOINTS = (
    Endpoint("POST", "/v1/files", offer, FileOffer, FileState),
    Endpoint("HEAD", "/v1/files/{sha256}", state, None, None),
    Endpoint("PATCH", "/v1/files/{sha256}", take_part, None, FileState),
)
