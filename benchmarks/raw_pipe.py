"""The fastest the same rows can go: same HTTP stack, same databases, one table on either side, no rules.

Server: `uvicorn benchmarks.raw_pipe:app`, WEMI_RAW_PG names the PostgreSQL. Client: :func:`push`, :func:`pull`.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from time import perf_counter

import msgspec
import psycopg
import requests
from fastapi import FastAPI, Request, Response

from tests.desk import KEY
from wemi_desk.persistence.database import connect

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BATCH, PAGE = 500, 1000
_TABLE = "CREATE TABLE IF NOT EXISTS raw_row (id bytea PRIMARY KEY, at bigint NOT NULL, data bytea NOT NULL)"
_UPSERT = (
    "INSERT INTO raw_row (id, at, data) SELECT * FROM unnest(%s::bytea[], %s::bigint[], %s::bytea[]) "
    "ON CONFLICT (id) DO UPDATE SET at = excluded.at, data = excluded.data"
)
_PAGE = "SELECT id, at, data FROM raw_row WHERE at > %s ORDER BY at LIMIT %s"


class Line(msgspec.Struct, array_like=True):
    """One row on its way."""

    id: bytes
    at: int
    data: msgspec.Raw


_LINES = msgspec.json.Decoder(list[Line])
app = FastAPI(openapi_url=None)


@cache
def _database() -> psycopg.Connection:
    return psycopg.connect(os.environ["WEMI_RAW_PG"])


@app.post("/push")
async def take(request: Request) -> Response:
    """Rows in, one multi-row upsert, one commit."""
    lines = _LINES.decode(zstd.decompress(await request.body()))
    connection = _database()
    connection.execute(_UPSERT, ([x.id for x in lines], [x.at for x in lines], [bytes(x.data) for x in lines]))
    connection.commit()
    return Response(b"{}", media_type="application/json")


@app.get("/pull")
async def give(after: int) -> Response:
    """A page of rows."""
    found = _database().execute(_PAGE, (after, PAGE)).fetchall()
    _database().rollback()
    body = msgspec.json.encode([Line(bytes(i), at, msgspec.Raw(bytes(data))) for i, at, data in found])
    return Response(zstd.compress(body, 3), headers={"Content-Encoding": "zstd"}, media_type="application/json")


def make_table(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(_TABLE)
        connection.execute("TRUNCATE raw_row")


def push(base: str, rows: list[tuple[bytes, int, bytes]]) -> float:
    """Seconds to push *rows* (id, order, JSON) in batches over one connection."""
    session, began = requests.Session(), perf_counter()
    for start in range(0, len(rows), BATCH):
        lines = [Line(i, at, msgspec.Raw(data)) for i, at, data in rows[start : start + BATCH]]
        session.post(f"{base}/push", data=zstd.compress(msgspec.json.encode(lines), 3), timeout=60).raise_for_status()
    return perf_counter() - began


def pull(base: str, folder: Path) -> tuple[float, int]:
    """Seconds and rows: everything into one table of an encrypted store, a transaction a page, fsync included."""
    store = connect(folder / "raw.db", KEY)
    store.execute("CREATE TABLE raw_row (id BLOB PRIMARY KEY, at INTEGER, data BLOB) WITHOUT ROWID")
    session, after, count, began = requests.Session(), 0, 0, perf_counter()
    while lines := _LINES.decode(session.get(f"{base}/pull", params={"after": after}, timeout=60).content):
        rows = [(line.id, line.at, bytes(line.data)) for line in lines]
        store.execute("BEGIN")
        store.executemany("INSERT OR REPLACE INTO raw_row VALUES (?, ?, ?)", rows)
        store.execute("COMMIT")
        after, count = lines[-1].at, count + len(lines)
    store.close()
    return perf_counter() - began, count
