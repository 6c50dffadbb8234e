"""Resource pages in the skeleton of Lagerkoll's, of our own making and in our own words, in every form they come in.

The same `ResourcePage` is rendered as HTML, as Markdown, and as the text copies that differ in what they lose. Values
in samples, the order of the operations, blank lines and navigation come from a random generator, as in reality.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from attrs import field, frozen

CLASS_COLUMNS = (
    "Field",
    "Type",
    "Description",
    "Default",
    "Mandatory",
    "Accepted values",
    "Example values",
    "Access",
)
PARAMETER_COLUMNS = ("Parameter", "Description", "Default value", "Allowed values")
_JSON_OR_XML = "application/json or application/xml"


@frozen
class Call:
    """An operation: `takes` and `gives` are field names with kinds (`text`, `number`, `flag`) or lists of such."""

    title: str
    method: str
    path: str
    description: str
    parameters: tuple[tuple[str, str, str, str], ...] = ()
    takes: dict[str, Any] | None = None
    gives: dict[str, Any] | None = None


@frozen
class ResourcePage:
    name: str = "Shelves"
    base: str = "https://capi.lagerkoll.com/v1/shelves/"
    requests: int = 90
    basics: tuple[str, ...] = ("Encode whatever goes into an address, and send UTF-8.",)
    open: bool = False
    codes: tuple[tuple[str, str], ...] = (("900001", "Wrong key"), ("907701", "Shelf is locked, ask the owner"))
    calls: tuple[Call, ...] = field(factory=lambda: CALLS)
    classes: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = field(factory=lambda: CLASSES)


_SHELF = {"label": "text", "id": "number", "locked": "flag"}
CALLS: tuple[Call, ...] = (
    Call(
        "Get shelves",
        "GET",
        "",
        "Shelves of every hall",
        (("since", "", "0", ""), ("hall", "Only this hall", "all", "all,north,south")),
        gives={"since": "number", "shelves": [_SHELF]},
    ),
    Call("Get shelf", "GET", "/{shelf_id : .+}", "A shelf by its id", gives={"since": "number", "shelves": [_SHELF]}),
    Call("Add shelf", "POST", "", "Puts up a shelf", takes={"label": "text"}, gives=_SHELF),
    Call("Move shelf", "PUT", "/{shelf_id : .+}/hall", "Carries a shelf to another hall", takes=_SHELF, gives=_SHELF),
    Call("Delete shelf", "DELETE", "/{shelf_id : .+}", "Takes a shelf down"),
)
CLASSES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "ShelfDto",
        (
            ("id", "long", "", "", "", "", "", "R"),
            ("label", "String", "Set it only when putting up", "", "Post", "", "", "R,W"),
            ("hall", "String", "Name of the hall", "", "", "", "", "R,W"),
            ("locked", "boolean", "", "", "", "", "", "R,W"),
        ),
    ),
    (
        "ShelvesResponseDto",
        (("since", "Long", "", "", "", "", "", "R"), ("shelves", "List", "", "", "", "", "", "R")),
    ),
)

Row = Sequence[str]


class _Sheet:
    """What all forms have in common: the skeleton, line by line; subclasses say how its parts look."""

    strips_names = False
    shows_base = True

    def __init__(self, page: ResourcePage, seed: int) -> None:
        self.page = page
        self.random = random.Random(seed)
        self.out: list[str] = []

    def heading(self, text: str, level: int) -> None:
        self.line(text)

    def line(self, text: str) -> None:
        self.out.append(text)

    def url(self, method: str, path: str) -> None:
        self.line(f"{method}Url: {path}".rstrip())

    def table(self, columns: Row, rows: Sequence[Row]) -> None:
        raise NotImplementedError

    def sample(self, value: object) -> None:
        self.line(json.dumps(value))

    def navigation(self) -> None:
        self.line("Start Resources Log in")

    def text(self) -> str:
        return "\n".join(self.out)

    def render(self) -> str:
        page = self.page
        self.navigation()
        self.heading(f"{page.name} API", 1)
        self.heading("General:", 2)
        self.heading("Basics:", 3)
        if self.shows_base:
            self.line(f"Base-URL: {page.base}")
        for line in page.basics:
            self.line(line)
        self.line(f"The number of requests per minute is at most {page.requests}.")
        self.line(
            'More than that is answered with code 429, and the header "Retry-After" says how many seconds to rest.'
        )
        if not page.open:
            self._headers()
        self.heading("Errors:", 3)
        self.table(("Code", "Description"), page.codes)
        self.sample({"errorCode": self.random.randint(1, 999999), "errorMessage": "Sorry", "errorField": None})
        self.heading(f"{page.name} API:", 2)
        self.heading(page.name, 2)
        for call in self.random.sample(page.calls, len(page.calls)):
            self._call(call)
        self.heading("Classes:", 2)
        for name, rows in page.classes:
            self.heading(name, 3)
            self.table(CLASS_COLUMNS, rows)
        return self.text()

    def _headers(self) -> None:
        ways = (
            "1) Programs send an API-key and the store-id, which are shown where the API was switched on.",
            "2) People send user_id and user_token beside the store-id, after they have logged in.",
        )
        self.heading("Headers:", 3)
        self.line("Choose one of two ways to say who you are.")
        for way in ways * self.random.choice((1, 2)):
            self.line(way)
        names = ("store", "user_id", "user_token", "api_key")
        self.line(" ".join(f"{name}: <<{name.upper()}>>" for name in names) + " Accept: application/json")

    def _call(self, call: Call) -> None:
        self.heading(call.title, 3)
        self.url(call.method, call.path)
        self.heading("Headers:", 4)
        self.line(f"Accept: {_JSON_OR_XML}")
        if call.method != "GET":
            for _ in range(self.random.choice((1, 2))):
                self.line(f"Content-type: {_JSON_OR_XML}")
        self.line(call.description)
        if call.parameters:
            self.heading("Valid parameters:", 4)
            self.table(PARAMETER_COLUMNS, call.parameters)
        self.heading("Body:", 4)
        if call.takes:
            self.sample(self._value(call.takes))
        self.heading("Successfull response:", 4)
        if call.gives:
            self.sample(self._value(call.gives))

    def _value(self, shape: Any) -> Any:
        if isinstance(shape, dict):
            keys = self.random.sample(list(shape), len(shape))
            return {key: self._value(shape[key]) if shape[key] != "text" else key for key in keys}
        if isinstance(shape, list):
            return [self._value(shape[0]) for _ in range(self.random.randint(1, 3))]
        return self.random.choice((True, False)) if shape == "flag" else self.random.randint(0, 9999)


class _Html(_Sheet):
    """A page as the vendor's server may write it."""

    def navigation(self) -> None:
        self.out.append("<nav><a href='/'>Start</a> <a href='/r'>More</a></nav><script>let x = '<p>no</p>';</script>")

    def heading(self, text: str, level: int) -> None:
        tag = self.random.choice((f"h{level}", "b"))
        self.out.append(f"<div><{tag}>{html.escape(text)}</{tag}></div>" if tag == "b" else f"<{tag}>{text}</{tag}>")

    def line(self, text: str) -> None:
        self.out.append(f"  <p>{html.escape(text)}&nbsp;</p>\n")

    def url(self, method: str, path: str) -> None:
        parts = self.random.choice(
            ("<span>{}</span><span>Url: {}</span>", "<td>{}</td><td>Url: {}</td>", "{}<b>Url:</b> {}")
        )
        inner = parts.format(method, html.escape(path))
        self.out.append(f"<table><tr>{inner}</tr></table>" if "<td>" in inner else f"<div>{inner}</div>")

    def sample(self, value: object) -> None:
        self.out.append(f"<pre><code>{html.escape(json.dumps(value, indent=2))}</code></pre>")

    def table(self, columns: Row, rows: Sequence[Row]) -> None:
        head = "".join(f"<th>{column}</th>" for column in columns)
        body = "".join("<tr>" + "".join(f"<td> {html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        self.out.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")

    def text(self) -> str:
        return f"<!DOCTYPE html><html><body>{''.join(self.out)}<footer>Our company, 12 Road</footer></body></html>"


class _Markdown(_Sheet):
    """A copy by a converter that keeps everything."""

    def heading(self, text: str, level: int) -> None:
        self.out += ["", f"{'#' * level} {text}", ""]

    def line(self, text: str) -> None:
        self.out += [text.replace("_", r"\_").replace("<<", "&lt;&lt;"), ""]

    def url(self, method: str, path: str) -> None:
        self.line(f"**{method}** Url: {path}".rstrip())

    def sample(self, value: object) -> None:
        self.out += ["```json", json.dumps(value, indent=1), "```"]

    def table(self, columns: Row, rows: Sequence[Row]) -> None:
        self.out += [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
        self.out += [f"| {' | '.join(row)} |" for row in rows]


class _Text(_Sheet):
    """(a): cells separated by one space, empty cells gone, blank lines anywhere."""

    shows_base = False

    def line(self, text: str) -> None:
        self.out += [text, *[""] * self.random.choice((0, 0, 1, 3))]

    def table(self, columns: Row, rows: Sequence[Row]) -> None:
        for row in (columns, *rows):
            self.line(" ".join(cell for cell in row if cell))


class _Piped(_Sheet):
    """(b): cells with pipes between them, the empty ones dropped from where they were."""

    left = ""
    shows_base = False

    def navigation(self) -> None:
        return

    def table(self, columns: Row, rows: Sequence[Row]) -> None:
        self.out += [f"{self.left}{' | '.join(columns)} |", f"{self.left.strip()}---{'|---' * (len(columns) - 1)}|"]
        for row in rows:
            cells = [cell for cell in row if cell]
            pad = "|" * (len(columns) - len(cells)) if self.random.random() < 0.7 else ""
            self.out.append(f"{self.left}{' | '.join(cells)} |{' ' if pad else ''}{pad}")


class _OuterPiped(_Piped):
    """(c): the same with pipes at the left too, and samples over several lines."""

    left = "| "

    def sample(self, value: object) -> None:
        self.out += json.dumps(value, indent=2).split("\n")


class _Stripped(_Piped):
    """(d): headings and the lines with method and URL are gone."""

    def heading(self, text: str, level: int) -> None:
        if level == 4:
            self.line(text)

    def url(self, method: str, path: str) -> None:
        return


FORMS: dict[str, tuple[type[_Sheet], str]] = {
    "html": (_Html, ".html"),
    "markdown": (_Markdown, ".md"),
    "text": (_Text, ".txt"),
    "piped": (_Piped, ".txt"),
    "outer-piped": (_OuterPiped, ".txt"),
}
"""Forms that keep names and methods, with the ending of their files."""

STRIPPED: Callable[[ResourcePage, int], str] = lambda page, seed: _Stripped(page, seed).render()  # noqa: E731


def rendered(page: ResourcePage, form: str, seed: int = 0, *, base: bool | None = None) -> tuple[str, str]:
    """A page in a form, and the name of its file; `base` says whether the line with the base URL is there."""
    kind, ending = FORMS[form]
    sheet = kind(page, seed)
    if base is not None:
        sheet.shows_base = base
    return sheet.render(), f"shelves{ending}"
