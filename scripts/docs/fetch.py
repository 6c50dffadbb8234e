"""Fetches pages of documentation, politely: one at a time with a pause, only if they have changed, saying who asks.

What the robots.txt of a host asks programs to leave alone is left alone, and its pause is kept.

What was fetched is kept in `build/docs`, so that the next request can be a conditional one. A page that GitBook serves
is asked for as Markdown first (its address and `.md`), which says more than what is shown in a browser.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from attrs import asdict, define, field, frozen

from scripts.docs.robots import LONGEST_DELAY, Robots
from scripts.files import write_whole
from scripts.specs.source import ROOT

CACHE = ROOT / "build" / "docs"
_AGENT = "erp-clients-docs-watch"
USER_AGENT = f"{_AGENT}/1 (looks once a week whether the documentation of an API has changed)"
LIMIT = 5_000_000
"""The size of a page, in bytes, above which it is no page of documentation."""

_REDIRECTS = 5
_PAGES = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "md", "text/x-markdown": "md"}


class FetchError(Exception):
    """A page was not fetched; the message says why.

    Attributes:
        gone: Whether the host says that there is no such page, so that asking again is of no use.
        forbidden: Whether the host asks programs not to fetch it.
    """

    def __init__(self, message: str, *, gone: bool = False, forbidden: bool = False) -> None:
        super().__init__(message)
        self.gone = gone
        self.forbidden = forbidden


@frozen
class Copy:
    """A page as it was fetched.

    Attributes:
        content: The page.
        name: A name for its file, whose ending tells the form.
        changed: Whether the host sent it; False if the copy from last time still holds.
    """

    content: str = field(repr=False)
    name: str
    changed: bool = True


@frozen
class _Kept:
    url: str
    kind: str
    content: str
    etag: str | None
    modified: str | None


@define
class Fetcher:
    """Fetches one page after the other. Use it in a `with`.

    Attributes:
        cache: Where copies are kept.
        pause: Seconds between two requests; more if a host asks for it.
        timeout: Seconds that a host may take: to connect, and between any two pieces of its answer.
        total: Seconds that a whole answer may take.
        limit: Bytes that a page may have.
        sleep: Waits.
        clock: Seconds that have passed.
    """

    cache: Path = CACHE
    pause: float = 2.0
    timeout: float = 20.0
    total: float = 60.0
    limit: int = LIMIT
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _client: httpx.Client = field(init=False)
    _asked: float | None = field(init=False, default=None)
    _delay: float = field(init=False, default=0.0)
    _robots: dict[str, Robots] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._client = httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=self.timeout, follow_redirects=False)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def page(self, url: str, *, markdown: bool = False) -> Copy:
        """A page.

        Args:
            url: Its address.
            markdown: Whether its host serves it as Markdown too, under its address with `.md`; then that is taken.

        Raises:
            FetchError: there is no such page, it cannot be had, programs are asked to leave it alone, or what comes is
                no page.
        """
        if markdown:
            try:
                found = self._page(_with_md(url), "text/markdown, text/plain;q=0.9")
            except FetchError as error:
                if not (error.gone or error.forbidden):
                    raise
            else:
                if found.name.endswith(".md"):
                    return found
        return self._page(url, "text/html, text/markdown;q=0.9, text/plain;q=0.8")

    def _page(self, url: str, accept: str) -> Copy:
        kept = self._kept(url)
        headers = {"Accept": accept}
        if kept is not None:
            headers |= {"If-None-Match": kept.etag} if kept.etag else {}
            headers |= {"If-Modified-Since": kept.modified} if kept.modified else {}
        status, answer, body, last = self._follow(url, headers, self._allowed)
        if status == 304 and kept is not None:
            return Copy(kept.content, _name(url, kept.kind), changed=False)
        if status in (404, 410):
            raise FetchError(f"{url} is gone: status {status}", gone=True)
        if status != 200:
            raise FetchError(f"{url} answers with status {status}; try again later, or open it in a browser")
        found = _Kept(
            url, _kind(last, answer), _text(url, answer, body), answer.get("etag"), answer.get("last-modified")
        )
        self._keep(found)
        return Copy(found.content, _name(url, found.kind))

    def _allowed(self, url: str) -> None:
        """Make sure that the host lets programs have a page, whatever it says of others."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return  # no address at all, which the request says
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            place = f"{host}/robots.txt"
            status, _, body, _ = self._follow(place, {})
            if status >= 500:
                raise FetchError(
                    f"{place} answers with status {status}, so nobody knows what may be fetched; try later"
                )
            self._robots[host] = Robots.read(_AGENT, status, body.decode("utf-8", "replace"))
        robots, cure = self._robots[host], "save the page with the browser, and read the copy"
        if not robots.allows(url):
            raise FetchError(f"{host}/robots.txt asks programs to leave {url} alone; {cure}", forbidden=True)
        if robots.delay > LONGEST_DELAY:
            wanted = f"{host}/robots.txt asks for {robots.delay:g} s between two requests"
            raise FetchError(f"{wanted}; {cure}", forbidden=True)
        self._delay = robots.delay

    def _follow(
        self, url: str, headers: Mapping[str, str], allowed: Callable[[str], None] = lambda _: None
    ) -> tuple[int, httpx.Headers, bytes, str]:
        """The answer at the end of the redirects that stay on the host and that are allowed."""
        at = url
        for _ in range(_REDIRECTS + 1):
            allowed(at)
            status, answer, body = self._ask(at, headers)
            if status not in (301, 302, 303, 307, 308):
                return status, answer, body, at
            target = urljoin(at, answer.get("location", ""))
            here, there = urlsplit(at), urlsplit(target)
            if there.netloc != here.netloc or there.scheme not in (here.scheme, "https"):
                raise FetchError(
                    f"{url} leads to another host, {there.scheme}://{there.netloc}; look at it, and change url: in "
                    "sources.yaml if that is where the page is now"
                )
            at = target
        raise FetchError(f"{url} leads from one address to the next, more than {_REDIRECTS} times")

    def _ask(self, url: str, headers: Mapping[str, str]) -> tuple[int, httpx.Headers, bytes]:
        if self._asked is not None:
            self.sleep(max(0.0, self._asked + max(self.pause, self._delay) - self.clock()))
        started = self.clock()
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                body = bytearray()
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > self.limit:
                        raise FetchError(f"{url} is larger than {self.limit} bytes, too large for a page")
                    if self.clock() - started > self.total:
                        raise FetchError(f"{url} takes longer than {self.total:g} s")
                return response.status_code, response.headers, bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{url} cannot be reached: {type(error).__name__}: {error}") from None
        finally:
            self._asked = self.clock()

    def _place(self, url: str) -> Path:
        return self.cache / f"{hashlib.sha256(url.encode()).hexdigest()[:24]}.json"

    def _kept(self, url: str) -> _Kept | None:
        """The copy from last time; None if there is none, or if it cannot be used."""
        try:
            data: Any = json.loads(self._place(url).read_text("utf-8"))
            kept = _Kept(**data)
        except (OSError, ValueError, TypeError):
            return None
        return kept if kept.url == url else None

    def _keep(self, kept: _Kept) -> None:
        write_whole(self._place(kept.url), json.dumps(asdict(kept), ensure_ascii=False))


def fetch_page(url: str, *, markdown: bool = False) -> tuple[str, str]:
    """A page and a name for its file, whose ending tells the form.

    Args:
        url: Its address.
        markdown: Whether its host serves it as Markdown too.

    Raises:
        FetchError: it cannot be had.
    """
    with Fetcher() as fetcher:
        found = fetcher.page(url, markdown=markdown)
    return found.content, found.name


def _with_md(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}.md", "", ""))


def _name(url: str, kind: str) -> str:
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return f"{last.partition('.')[0] or 'page'}.{kind}"


def _kind(url: str, answer: httpx.Headers) -> str:
    media = answer.get("content-type", "text/html").partition(";")[0].strip().lower()
    kind = _PAGES.get(media)
    if media == "text/plain":
        kind = "md" if urlsplit(url).path.endswith(".md") else "txt"
    if kind is None:
        raise FetchError(f"{url} is no page but {media}")
    return kind


def _text(url: str, answer: httpx.Headers, body: bytes) -> str:
    _, _, charset = answer.get("content-type", "").lower().partition("charset=")
    try:
        return body.decode(charset.strip(" \"';") or "utf-8-sig")
    except (UnicodeDecodeError, LookupError) as error:
        raise FetchError(f"{url} is not the text that it says it is: {error}") from None
