"""What a hostile or broken server can make a client use: memory up to a multiple of the limit, and little time."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime.compression import DamagedBodyError, decompressed
from erp_client_runtime.errors import ConflictError, DecodeError, ERPClientError
from erp_client_runtime.response import Headers, RawResponse
from tests.unit.runtime.flow_support import CREATE, GET, Driven, answer, client, envelope, failing
from tests.unit.runtime.loopback import Script, serving
from tests.unit.runtime.token_support import Played
from tests.unit.runtime.token_support import client as token_client

ROOT = Path(__file__).resolve().parents[3]
LIMIT = 8 * 1024 * 1024
ALLOWED = 3.5 * LIMIT
"""Bytes on top of an idle client: the body as it came, decompressed, and again while its pieces are put together."""

# What the process does: calls the server whose address it is given, and prints how much more memory it ever had.
CHILD = """
import resource, sys
from erp_client_runtime.errors import ERPClientError
from tests.unit.runtime.flow_support import GET, Acme, login
client = Acme(auth=login(), base_url=sys.argv[1], max_response_bytes=int(sys.argv[2]), max_retries=0, timeout=None)

def call():
    try:
        client.call(GET, {"term_id": "30N"})
    except ERPClientError as error:
        return f"{type(error).__name__}: {error}"
    return "no error"

def peak():
    # On Linux ru_maxrss begins with that of the process that started this one, which is a large one.
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

call()
before = peak()
told = call()
print(peak() - before, told)
client.close()
"""


def small(connection: socket.socket, _: int) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")


def body(content: bytes, *headers: str) -> Script:
    lines = ["HTTP/1.1 200 OK", "Connection: close", f"Content-Length: {len(content)}", *headers]
    reply = "\r\n".join(lines).encode() + b"\r\n\r\n" + content
    return lambda connection, _: connection.sendall(reply)


def pieces_of(piece: bytes, count: int, *headers: str) -> Script:
    """Chunks without end, or as many as that."""
    head = "\r\n".join(["HTTP/1.1 200 OK", "Connection: close", "Transfer-Encoding: chunked", *headers]).encode()

    def script(connection: socket.socket, _: int) -> None:
        connection.sendall(head + b"\r\n\r\n")
        chunk = b"%x\r\n%b\r\n" % (len(piece), piece)
        together = max(1, 65536 // len(chunk))
        for _ in range(count // together + 1):
            connection.sendall(chunk * together)

    return script


def bomb(of: int) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1024 * 1024)
    return b"".join(stream.compress(zeros) for _ in range(of // len(zeros))) + stream.flush()


MEBIBYTE = 1024 * 1024
ATTACKS: dict[str, tuple[Callable[[], Script], str]] = {
    "endless": (lambda: pieces_of(b"x" * 16_384, 10**9), "max_response_bytes"),
    "declared": (lambda: body(b" " * (LIMIT + 1)), "max_response_bytes"),
    "bomb": (lambda: body(bomb(96 * MEBIBYTE), "Content-Encoding: gzip"), "decompressed"),
    "bomb in a bomb": (
        lambda: body(gzip.compress(bomb(96 * MEBIBYTE)), "Content-Encoding: gzip, gzip"),
        "decompress",
    ),
    "bomb of bombs": (lambda: body(bomb(2 * MEBIBYTE) * 64, "Content-Encoding: gzip"), "decompressed"),
    "as large compressed": (
        lambda: body(zlib.compress(random.Random(1).randbytes(LIMIT - 8192)), "Content-Encoding: deflate"),
        "not",
    ),
    "just as large": (lambda: body(b'"' + b"x" * (LIMIT - 2) + b'"'), "found text"),
    "just as large, compressed": (
        lambda: body(gzip.compress(b'"' + b"x" * (LIMIT - 2) + b'"'), "Content-Encoding: gzip"),
        "found text",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_answer_takes_more_memory_than_a_multiple_of_the_limit(attack: str) -> None:
    make, told = ATTACKS[attack]
    script = make()
    with serving(lambda connection, number: (small if number == 1 else script)(connection, number)) as server:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, server.url, str(LIMIT)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
            check=True,
        )
    used, _, words = done.stdout.partition(" ")
    assert told in words
    assert int(used) < ALLOWED
    if attack == "just as large":
        assert int(used) > LIMIT  # so that it is known to be measured


def test_many_small_pieces_take_no_more_memory_than_one_large_one() -> None:
    import tracemalloc

    from erp_client_runtime.effects import Send
    from erp_client_runtime.reading import Reading

    class Begun:
        headers = type("Raw", (), {"raw": []})
        status_code = 200
        is_stream_consumed = is_closed = False

    send = Send("get_term", "GET", "http://x", None, MEBIBYTE, False, False)
    tracemalloc.start()
    try:
        reading = Reading(send, None)
        assert reading.begin(Begun()) is None
        for number in range(MEBIBYTE // 32):
            assert reading.add(b"%032d" % number) is None
        assert len(reading.finish().content) == MEBIBYTE
        assert tracemalloc.get_traced_memory()[1] < 3 * MEBIBYTE
    finally:
        tracemalloc.stop()


def nested(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


PIECES = 300_000
HOSTILE: dict[str, bytes] = {
    "digits": b"9" * PIECES,
    "digits as text": b'{"dayCount": "' + b"9" * PIECES + b'"}',
    "exponent": b'{"dayCount": 1e999999999}',
    "exponent as text": b'{"dayCount": "1e999999"}',
    "arrays": b"[" * PIECES,
    "objects": b'{"a":' * PIECES,
    "half pairs": b'"' + b"\\ud800" * PIECES + b'"',
    "spaces": b" " * PIECES,
    "words": b"token" * (PIECES // 5),
    "words apart": b"token-" * (PIECES // 5) + b" : ",
    "quotes": b'token"' * (PIECES // 5),
    "zeros": b"\0" * PIECES,
    "names": b"{" + b",".join(b'"token%d":"x"' % number for number in range(5_000)) + b"}",
    **{f"{levels} levels": nested(levels) for levels in (60, 400, 600, 900, 100_000)},
    "deep envelope": json.dumps(envelope(7))[:-5].encode() + nested(600) + b"}",
    "deep token": b'{"access_token": ' + nested(600) + b"}",
    "deep error": b'{"error": ' + nested(600) + b"}",
}
HEADERS: dict[str, str] = {
    "retry-after": "9" * 60_000,
    "x-request-id": "i" * 60_000,
    "location": "https://" + "[" * 60_000,
    "date": "Mon, " * 12_000,
    "content-type": "application/json" + "; " * 20_000 + " " * 20_000 + "charset",
    "content-encoding": ",".join(["gzip"] * 12_000),
}


def quickly(run: Callable[[], Any]) -> None:
    """Run something that has to raise one of our errors, or to succeed, within a second of computing."""
    started = time.process_time()
    with contextlib.suppress(ERPClientError):
        run()
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_no_body_takes_long_or_leads_to_an_error_of_another_kind(name: str, status: int) -> None:
    reply = answer(status, HOSTILE[name])
    quickly(lambda: Driven(client(), [reply] * 3).call(GET))
    quickly(lambda: Driven(client(), [reply]).call(CREATE))
    quickly(lambda: Played(token_client(), tokens=[reply] * 3).run())


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("status", [200, 302, 429, 503])
def test_no_header_takes_long_or_leads_to_an_error_of_another_kind(name: str, status: int) -> None:
    values = {"content-type": "application/json", "retry-after": "200"} | {name: HEADERS[name]}
    reply = RawResponse(status, Headers(list(values.items())), b"{}")
    of = client(max_pause=1.0, default_pause=2.0, quota_timeout=3.0)
    quickly(lambda: Driven(of, [reply] * 9).call(GET))
    quickly(lambda: Played(token_client(quota_timeout=3.0), tokens=[reply] * 9).run())


def test_a_body_in_many_compressed_pieces_takes_no_longer_than_a_large_one() -> None:
    started = time.process_time()
    with pytest.raises(DamagedBodyError, match="more than 10000 pieces"):
        decompressed(gzip.compress(b"") * 500_000, "gzip", 1024)
    assert decompressed(gzip.compress(b"x") * 9_000 + bytes(100_000), "gzip", 9_000) == b"x" * 9_000
    assert time.process_time() - started < 2.0


def test_what_is_nested_too_deeply_is_left_out_of_an_error() -> None:
    content = json.dumps(envelope(7))[:-5].encode() + nested(400) + b"}"
    error, _ = failing([answer(409, content)], GET, ConflictError)
    assert "nested too deeply" in repr(error.data)
    error, _ = failing([answer(200, nested(100_000))], GET, DecodeError)
    assert "nested too deeply" in str(error)
