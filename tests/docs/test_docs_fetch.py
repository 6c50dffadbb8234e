"""Pages are fetched politely: one at a time, only if they have changed, from their host alone, and never too much."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from scripts.docs.fetch import Copy, Fetcher, FetchError

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Host:
    """A server on this machine. `answers` has a path's answer, or a function of the request that makes one."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], Answer]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = host.answers.get(self.path, (404, {}, b""))
                status, headers, body = answer(self) if callable(answer) else answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    return  # a client that has had enough

            def log_message(self, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]

    def pages(self) -> list[dict[str, str]]:
        """The headers of requests for pages."""
        return [headers for path, headers in self.seen if path != "/robots.txt"]

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()
    yield found
    found.stop()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetcher(tmp_path: Path, waits: list[float]) -> Iterator[Fetcher]:
    now = [0.0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    with Fetcher(tmp_path / "cache", timeout=2, limit=1000, sleep=sleep, clock=lambda: now[0]) as found:
        yield found


def test_a_page_is_fetched_by_someone_who_says_who_it_is(host: Host, fetcher: Fetcher) -> None:
    host.answers["/doc/shelves.jsp?class=A"] = (200, HTML, "<p>Regał</p>".encode())

    assert fetcher.page(f"{host.url}/doc/shelves.jsp?class=A") == Copy("<p>Regał</p>", "shelves.html")
    assert all(headers["user-agent"].startswith("erp-clients-docs-watch/") for _, headers in host.seen)


def test_an_unchanged_page_is_not_sent_again(host: Host, fetcher: Fetcher) -> None:
    def answer(request: BaseHTTPRequestHandler) -> Answer:
        if request.headers["If-None-Match"] == '"a1"':
            return 304, {}, b""
        return 200, {**HTML, "ETag": '"a1"', "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"}, b"<p>One</p>"

    host.answers["/page"] = answer

    assert fetcher.page(f"{host.url}/page").changed
    assert fetcher.page(f"{host.url}/page") == Copy("<p>One</p>", "page.html", changed=False)
    assert host.pages()[1]["if-modified-since"] == "Sat, 21 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"url": "https://other.example", "kind": "html"}'])
def test_a_damaged_cache_is_no_cache(damaged: str, host: Host, fetcher: Fetcher, tmp_path: Path) -> None:
    host.answers["/page"] = (200, {**HTML, "ETag": '"a1"'}, b"<p>One</p>")
    fetcher.page(f"{host.url}/page")
    for path in (tmp_path / "cache").iterdir():
        path.write_text(damaged, "utf-8")

    assert fetcher.page(f"{host.url}/page").changed
    assert "if-none-match" not in host.pages()[1]


def test_there_is_a_pause_between_any_two_requests(host: Host, fetcher: Fetcher, waits: list[float]) -> None:
    host.answers = {"/a": (200, HTML, b"a"), "/b": (302, {"Location": "/c"}, b""), "/c": (200, HTML, b"c")}

    fetcher.page(f"{host.url}/a")
    fetcher.page(f"{host.url}/b")

    assert host.paths == ["/robots.txt", "/a", "/b", "/c"]
    assert waits == [2.0, 2.0, 2.0]


def test_markdown_is_taken_first_where_the_host_serves_it(host: Host, fetcher: Fetcher) -> None:
    host.answers = {"/api.md": (200, {"Content-Type": "text/markdown"}, b"# API"), "/api": (200, HTML, b"<h1>API</h1>")}

    assert fetcher.page(f"{host.url}/api/?lang=en", markdown=True) == Copy("# API", "api.md")
    assert host.paths == ["/robots.txt", "/api.md"]


@pytest.mark.parametrize("other", [(404, {}, b""), (200, HTML, b"<p>Not found</p>")])
def test_without_markdown_the_page_itself_is_taken(other: Answer, host: Host, fetcher: Fetcher) -> None:
    host.answers = {"/api.md": other, "/api": (200, HTML, b"<h1>API</h1>")}

    assert fetcher.page(f"{host.url}/api", markdown=True) == Copy("<h1>API</h1>", "api.html")


@pytest.mark.parametrize(("path", "name"), [("/notes.md", "notes.md"), ("/notes", "notes.txt")])
def test_plain_text_is_markdown_if_its_address_says_so(path: str, name: str, host: Host, fetcher: Fetcher) -> None:
    host.answers[path] = (200, {"Content-Type": "text/plain"}, b"# Notes")

    assert fetcher.page(f"{host.url}{path}").name == name


def test_a_redirect_to_another_host_is_not_followed(host: Host, fetcher: Fetcher) -> None:
    host.answers["/page"] = (301, {"Location": "http://localhost:1/page"}, b"")

    with pytest.raises(FetchError, match="leads to another host, http://localhost:1; look at it, and change url: "):
        fetcher.page(f"{host.url}/page")


def test_redirects_come_to_an_end(host: Host, fetcher: Fetcher) -> None:
    host.answers["/page"] = (302, {"Location": "/page"}, b"")

    with pytest.raises(FetchError, match="more than 5 times"):
        fetcher.page(f"{host.url}/page")
    assert len(host.pages()) == 6


@pytest.mark.parametrize(
    ("answer", "problem", "gone"),
    [
        ((404, {}, b""), "is gone: status 404", True),
        ((410, {}, b""), "is gone: status 410", True),
        ((503, {"Retry-After": "9"}, b""), "answers with status 503; try again later", False),
        ((403, {}, b""), "answers with status 403", False),
        ((304, {}, b""), "answers with status 304", False),
        ((200, HTML, b"x" * 1001), "larger than 1000 bytes", False),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), "is no page but application/pdf", False),
        ((200, {"Content-Type": "text/html; charset=utf-8"}, b"\xff\xfe\x00"), "not the text that it says", False),
        ((200, {"Content-Type": "text/html; charset=klingon"}, b"x"), "not the text that it says", False),
    ],
)
def test_what_is_no_page_is_an_error_that_says_why(
    answer: Answer, problem: str, gone: bool, host: Host, fetcher: Fetcher, tmp_path: Path
) -> None:
    host.answers["/page"] = answer

    with pytest.raises(FetchError, match=problem) as caught:
        fetcher.page(f"{host.url}/page")

    assert caught.value.gone is gone
    assert not (tmp_path / "cache").exists()


TEXT = {"Content-Type": "text/plain"}


@pytest.mark.parametrize(
    ("robots", "forbidden"),
    [
        ((200, TEXT, b"User-agent: *\nDisallow: /doc/"), True),
        ((200, TEXT, b"User-agent: erp-clients-docs-watch\nDisallow: /\n\nUser-agent: *\nDisallow:"), True),
        ((200, TEXT, b"User-agent: otherbot\nDisallow: /"), False),
        ((200, TEXT, b"User-agent: *\nDisallow: /private"), False),
        ((200, TEXT, b"\xff\xfe no rules at all"), False),
        ((404, {}, b"User-agent: *\nDisallow: /"), False),
        ((403, {}, b""), True),
    ],
)
def test_what_a_host_asks_programs_to_leave_alone_is_left_alone(
    robots: Answer, forbidden: bool, host: Host, fetcher: Fetcher
) -> None:
    host.answers = {"/robots.txt": robots, "/doc/page": (200, HTML, b"<p>One</p>")}
    if not forbidden:
        assert fetcher.page(f"{host.url}/doc/page").content == "<p>One</p>"
        return

    with pytest.raises(
        FetchError, match=r"/robots.txt asks programs to leave .*/doc/page alone; save the page"
    ) as found:
        fetcher.page(f"{host.url}/doc/page")
    assert found.value.forbidden
    assert host.paths == ["/robots.txt"]


def test_a_host_is_asked_once_what_it_allows(host: Host, fetcher: Fetcher) -> None:
    host.answers = {"/a": (200, HTML, b"x"), "/b": (200, HTML, b"x")}
    for path in ("/a", "/b"):
        fetcher.page(f"{host.url}{path}")
    assert host.paths.count("/robots.txt") == 1


def test_nothing_is_fetched_while_nobody_knows_what_is_allowed(host: Host, fetcher: Fetcher) -> None:
    host.answers = {"/robots.txt": (503, {}, b""), "/page": (200, HTML, b"x")}
    with pytest.raises(FetchError, match=r"robots.txt answers with status 503, so nobody knows") as found:
        fetcher.page(f"{host.url}/page")
    assert not found.value.forbidden
    assert "/page" not in host.paths


def test_a_redirect_into_what_is_forbidden_is_not_followed(host: Host, fetcher: Fetcher) -> None:
    host.answers = {
        "/robots.txt": (200, TEXT, b"User-agent: *\nDisallow: /secret"),
        "/page": (302, {"Location": "/secret"}, b""),
    }
    with pytest.raises(FetchError, match=r"leave \S+/secret alone"):
        fetcher.page(f"{host.url}/page")
    assert host.paths == ["/robots.txt", "/page"]


def test_where_markdown_is_forbidden_the_page_itself_is_taken(host: Host, fetcher: Fetcher) -> None:
    host.answers = {
        "/robots.txt": (200, TEXT, b"User-agent: *\nDisallow: /api.md"),
        "/api": (200, HTML, b"<h1>API</h1>"),
    }
    assert fetcher.page(f"{host.url}/api", markdown=True) == Copy("<h1>API</h1>", "api.html")


def test_the_pause_that_a_host_asks_for_is_kept_and_one_that_is_too_long_is_told(
    host: Host, fetcher: Fetcher, waits: list[float], tmp_path: Path
) -> None:
    host.answers = {
        "/robots.txt": (200, TEXT, b"User-agent: *\nCrawl-delay: 7"),
        "/a": (200, HTML, b"a"),
        "/b": (200, HTML, b"b"),
    }
    for path in ("/a", "/b"):
        fetcher.page(f"{host.url}{path}")
    assert waits == [7.0, 7.0]

    host.answers["/robots.txt"] = (200, TEXT, b"User-agent: *\nCrawl-delay: 3600")
    with Fetcher(tmp_path) as other, pytest.raises(FetchError, match="asks for 3600 s between two requests") as found:
        other.page(f"{host.url}/a")
    assert found.value.forbidden


def test_a_host_that_stalls_is_given_up(host: Host, tmp_path: Path) -> None:
    release = threading.Event()

    def stall(request: BaseHTTPRequestHandler) -> Answer:
        release.wait(10)
        return 200, HTML, b"late"

    host.answers["/page"] = stall
    with Fetcher(tmp_path, timeout=0.1) as fetcher, pytest.raises(FetchError, match="cannot be reached: ReadTimeout"):
        fetcher.page(f"{host.url}/page")
    release.set()


def test_an_answer_that_never_ends_is_given_up(host: Host, tmp_path: Path) -> None:
    host.answers["/page"] = (200, HTML, b"drop by drop")

    with (
        Fetcher(tmp_path, clock=lambda: 99.0 if host.pages() else 0.0, sleep=lambda _: None) as fetcher,
        pytest.raises(FetchError, match="takes longer than 60 s"),
    ):
        fetcher.page(f"{host.url}/page")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/page", "nowhere", "http://[::1"])
def test_an_address_that_leads_nowhere_is_an_error(url: str, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        fetcher.page(url)
