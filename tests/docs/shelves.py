"""A vendor whose one page is that of `lagerkoll_pages`, with a spec that has everything the page says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scripts.docs.facts_json import dumps, to_lock
from scripts.docs.readers import read_page
from tests.docs.lagerkoll_pages import ResourcePage, rendered

VENDOR = "lagerkoll"
SOURCES = """\
pages:
  - id: shelves
    title: Shelves API
    url: https://docs.example/shelves
    date: 2026-11-21
    read: page
    waived:
      "header *: application/xml of *": only JSON is offered
      "header Content-type: application/json of DELETE *": there is no body
"""
SPEC = """\
openapi: 3.1.0
info: {title: Shelves, version: 0.1.0}
servers:
  - url: https://capi.lagerkoll.com
    x-evidence: {level: documented, source: shelves, section: General/Basics}
security:
  - {api_key: [], store: []}
  - {user_id: [], user_token: [], store: []}
x-quota:
  requests: 90
  per: 60
  scope: credential
  x-evidence: {level: documented, source: shelves, section: General/Basics}
x-error-codes:
  code: errorCode
  codes:
    "900001": {meaning: wrong key, x-evidence: {level: documented, source: shelves, section: General/Errors}}
    "907701": {meaning: locked, x-evidence: {level: documented, source: shelves, section: General/Errors}}
tags:
  - {name: shelves, description: Shelves.}
paths:
  /v1/shelves/:
    x-evidence: {level: documented, source: shelves, section: Get shelves}
    get:
      operationId: list_shelves
      x-method: list
      tags: [shelves]
      x-evidence: {level: documented, source: shelves, section: Get shelves}
      x-retry: safe
      x-pagination: {style: none}
      x-unwrap: {items: shelves}
      parameters:
        - name: since
          in: query
          x-evidence: {level: inferred, source: shelves, section: Get shelves, because: it comes back in answers}
          schema: {type: integer, default: 0}
        - name: hall
          in: query
          schema: {type: string, enum: [all, north, south], default: all}
      responses: &found
        2XX:
          description: Shelves.
          x-evidence: {level: inferred, source: shelves, section: Get shelves, because: no status is shown}
          content: {application/json: {schema: {$ref: "#/components/schemas/ShelvesResponse"}}}
        "429": {$ref: "#/components/responses/TooManyRequests"}
        default: {$ref: "#/components/responses/Error"}
    post:
      operationId: create_shelf
      x-method: create
      tags: [shelves]
      x-evidence: {level: documented, source: shelves, section: Add shelf}
      x-retry: never
      requestBody:
        x-evidence: {level: example, source: shelves, section: Add shelf}
        content: {application/json: {schema: {$ref: "#/components/schemas/ShelfCreate"}}}
      responses: &one
        2XX:
          description: The shelf.
          x-evidence: {level: inferred, because: no status is shown}
          content: {application/json: {schema: {$ref: "#/components/schemas/Shelf"}}}
        "429": {$ref: "#/components/responses/TooManyRequests"}
        default: {$ref: "#/components/responses/Error"}
  /v1/shelves/{shelf_id}:
    x-evidence: {level: inferred, source: shelves, section: Get shelf, because: joined with one slash}
    parameters: &by_id
      - name: shelf_id
        in: path
        required: true
        x-evidence: {level: assumed, source: shelves, section: Get shelf, because: nothing is said of it}
        schema: {type: integer}
    get:
      operationId: get_shelf
      x-method: get
      tags: [shelves]
      x-evidence: {level: documented, source: shelves, section: Get shelf}
      x-retry: safe
      x-unwrap: {items: shelves, match: id, param: shelf_id}
      responses: *found
    delete:
      operationId: delete_shelf
      x-method: delete
      tags: [shelves]
      x-evidence: {level: documented, source: shelves, section: Delete shelf}
      x-retry: safe
      responses:
        2XX:
          description: Gone.
          x-evidence: {level: inferred, because: no status is shown}
          content: {application/json: {}}
        default: {$ref: "#/components/responses/Error"}
  /v1/shelves/{shelf_id}/hall:
    x-evidence: {level: inferred, source: shelves, section: Move shelf, because: joined with one slash}
    parameters: *by_id
    put:
      operationId: move_shelf
      x-method: move
      tags: [shelves]
      x-evidence: {level: documented, source: shelves, section: Move shelf}
      x-retry: safe
      requestBody:
        x-evidence: {level: example, source: shelves, section: Move shelf}
        content: {application/json: {schema: {$ref: "#/components/schemas/ShelfUpdate"}}}
      responses: *one
components:
  securitySchemes:
    store:
      type: apiKey
      in: header
      name: store
      x-evidence: {level: documented, source: shelves, section: General/Headers}
    api_key:
      type: apiKey
      in: header
      name: api_key
      x-evidence: {level: documented, source: shelves, section: General/Headers}
    user_id:
      type: apiKey
      in: header
      name: user_id
      x-evidence: {level: documented, source: shelves, section: General/Headers}
    user_token:
      type: apiKey
      in: header
      name: user_token
      x-evidence: {level: documented, source: shelves, section: General/Headers}
  responses:
    TooManyRequests:
      description: Wait.
      x-evidence: {level: documented, source: shelves, section: General/Basics}
      headers:
        Retry-After:
          x-evidence: {level: documented, source: shelves, section: General/Basics}
          schema: {type: integer}
    Error:
      description: An error.
      x-evidence: {level: inferred, because: shown without a status}
      content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}
  schemas:
    Shelf:
      type: object
      x-evidence: {level: documented, source: shelves, section: Classes/ShelfDto}
      properties:
        id: {type: [integer, "null"], readOnly: true}
        label: {type: [string, "null"]}
        hall: {type: [string, "null"]}
        locked: {type: [boolean, "null"]}
    ShelfCreate:
      type: object
      x-evidence: {level: documented, source: shelves, section: Classes/ShelfDto}
      required: [label]
      properties:
        label: {type: string}
        hall:
          type: string
          x-evidence: {level: assumed, source: shelves, section: Classes/ShelfDto, because: it may be written}
    ShelfUpdate:
      type: object
      x-evidence: {level: documented, source: shelves, section: Classes/ShelfDto}
      properties:
        id: {type: [integer, "null"], readOnly: true}
        label: {type: [string, "null"]}
        hall: {type: [string, "null"]}
        locked: {type: [boolean, "null"]}
    ShelvesResponse:
      type: object
      x-evidence: {level: documented, source: shelves, section: Classes/ShelvesResponseDto}
      properties:
        since: {type: [integer, "null"]}
        shelves:
          type: [array, "null"]
          items: {$ref: "#/components/schemas/Shelf"}
    Error:
      type: object
      x-evidence: {level: example, source: shelves, section: General/Errors}
      properties:
        errorCode: {type: integer}
        errorMessage: {type: string}
        errorField: {type: [string, "null"]}
"""


def lay_out(
    root: Path, page: ResourcePage | None = None, *, spec: Callable[[str], str] = str, sources: str = SOURCES
) -> Path:
    """Specs with this vendor, whose lock says what a page says.

    Args:
        root: Where to.
        page: The page that is in the lock.
        spec: Changes the text of the spec.
        sources: The text of `sources.yaml`.
    """
    folder = root / VENDOR
    (folder / "facts").mkdir(parents=True)
    (folder / "openapi.yaml").write_text(spec(SPEC), "utf-8")
    (folder / "sources.yaml").write_text(sources, "utf-8")
    content, name = rendered(page or ResourcePage(), "html")
    facts = read_page(VENDOR, "shelves", content, name)
    (folder / "facts" / "shelves.json").write_text(dumps(to_lock(facts)), "utf-8")
    return root


def replaced(old: str, new: str) -> Callable[[str], str]:
    """Changes a text that is there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change
