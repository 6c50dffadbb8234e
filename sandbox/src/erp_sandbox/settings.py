"""Open points: what a vendor's documentation leaves open and the sandbox had to decide, each with a switch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from erp_sandbox.errors import ConfigurationError


@dataclass(frozen=True)
class OpenPoint:
    """One decision that could have been taken otherwise.

    Attributes:
        name: What `--set name=value` takes.
        default: The value that holds if nothing is said.
        choices: All values, each with what it means; empty if any whole number above 0 will do. One value alone is a
            decision without a switch.
        why: What is not known, and why the default is what it is.
        level: How the default is known: `inferred` from something that is shown, or `assumed`.
        feature: Without it there is nothing to decide. One of the spec (see `Spec.features`), or `given_keys` (the
            client gives the key of a new element) or `write_once` (an element has properties that only creation sets).
    """

    name: str
    default: str
    choices: Mapping[str, str]
    why: str
    level: str = "assumed"
    feature: str | None = None

    def check(self, value: str) -> str:
        """The value itself.

        Raises:
            ConfigurationError: It is not one of the choices.
        """
        if self.choices:
            if value not in self.choices:
                raise ConfigurationError(f"setting {self.name} cannot be {value!r}: use {', '.join(self.choices)}")
        elif not (value.isascii() and value.isdigit() and int(value[:12]) > 0) or len(value) > 12:
            raise ConfigurationError(f"setting {self.name} cannot be {value!r}: use a whole number above 0")
        return value


class Settings:
    """The value of every open point, and of what the vendor's documentation has decided."""

    def __init__(self, points: Iterable[OpenPoint], decided: Mapping[str, str], chosen: Mapping[str, str]) -> None:
        self.points = tuple(points)
        by_name = {point.name: point for point in self.points}
        for name in chosen:
            if name not in by_name:
                raise ConfigurationError(f"unknown setting {name!r}: there are {', '.join(sorted(by_name))}")
        # Common points that this vendor has no use for keep their value, so that the core can always ask for it.
        self._values = {**{point.name: point.default for point in (*COMMON_POINTS, *self.points)}, **decided}
        self._values.update({name: by_name[name].check(str(value)) for name, value in chosen.items()})

    def __getitem__(self, name: str) -> str:
        return self._values[name]


def parse_setting(text: str) -> tuple[str, str]:
    """Read `name=value`.

    Raises:
        ConfigurationError: There is no name or no value.
    """
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise ConfigurationError(
            f"malformed setting {text!r}: write name=value; `erp-sandbox open-points` lists the names"
        )
    return name, value


COMMON_POINTS = (
    OpenPoint(
        "unknown_fields_on_create",
        "refuse",
        {"refuse": "an error names the field", "keep": "stored and returned", "ignore": "dropped"},
        "What happens to fields that the documentation does not name is not known; refusing shows a misspelled field "
        "at once.",
        feature="create",
    ),
    OpenPoint(
        "unknown_fields_on_update",
        "keep",
        {"keep": "stored and returned", "refuse": "an error names the field", "ignore": "dropped"},
        "A client sends back what it read, and that may hold fields newer than the documentation; refusing would "
        "punish it for that.",
        feature="update",
    ),
    OpenPoint(
        "unknown_query_parameters",
        "ignore",
        {"ignore": "as if they were not there", "refuse": "an error names the parameter"},
        "What happens to query parameters that the documentation does not name is not known; most servers ignore them.",
    ),
    OpenPoint(
        "repeated_query_parameter",
        "refuse",
        {"refuse": "an error names the parameter", "first": "the first value counts", "last": "the last value counts"},
        "What a query parameter that is given twice means is not known; refusing shows the mistake at once.",
    ),
    OpenPoint(
        "other_media_type",
        "refuse",
        {"refuse": "415, as HTTP has it"},
        "What a body that is not JSON in UTF-8 answers is not known.",
    ),
    OpenPoint(
        "quota_counts_refused",
        "no",
        {"no": "only requests that were let through count", "yes": "refused ones count too"},
        "Whether a refused request counts is not known; if it did, a client that keeps trying would never recover.",
    ),
    OpenPoint(
        "body_limit",
        "1048576",
        {},
        "The largest request the server takes, in bytes, is not known; nothing this API holds comes near one mebibyte.",
    ),
    OpenPoint(
        "on_missing_get",
        "error",
        {"error": "the error for something that does not exist", "empty": "a success without an element"},
        "What reading an element that does not exist answers is not known.",
        feature="get",
    ),
    OpenPoint(
        "on_missing_delete",
        "error",
        {"error": "the error for something that does not exist", "succeed": "a success, as if it had been there"},
        "What deleting an element that does not exist answers is not known; an error shows a wrong id.",
        feature="delete",
    ),
    OpenPoint(
        "on_duplicate",
        "error",
        {"error": "a conflict", "overwrite": "the new element replaces the old one"},
        "What creating an element whose key exists already answers is not known; an error loses nothing.",
        feature="given_keys",
    ),
    OpenPoint(
        "update_mode",
        "merge",
        {"merge": "fields that are left out keep their value", "replace": "fields that are left out become null"},
        "Whether an update replaces or merges is not known; merging loses nothing.",
        feature="update",
    ),
    OpenPoint(
        "on_changed_write_once",
        "ignore",
        {"ignore": "the old value stays", "error": "an error names the field"},
        "What an update answers that sends another value for a field which only creation sets is not known.",
        feature="write_once",
    ),
    OpenPoint(
        "both_logins",
        "refuse",
        {"refuse": "an authentication error", "accept": "the first complete login that is right counts"},
        "The documentation gives the logins as alternatives and does not say what sending parts of both does; "
        "refusing finds the client that does it.",
        feature="logins",
    ),
    OpenPoint(
        "cursor_includes_equal",
        "no",
        {"no": "only what changed after the cursor", "yes": "the last change before the cursor comes again"},
        "Whether a change exactly at the cursor is delivered again is not known; a client must take both.",
        feature="cursor",
    ),
    OpenPoint(
        "cursor_reports_deletions",
        "no",
        {"no": "a deleted element is just missing", "yes": "it comes once more with its key alone and null elsewhere"},
        "Whether and how deletions reach someone who follows a cursor is not known; no form for them is shown.",
        feature="cursor",
    ),
    OpenPoint(
        "cursor_unit",
        "counter",
        {"counter": "a number that goes up by one with each change", "milliseconds": "the time of the change"},
        "What the cursor counts is not known; a client must not look into it.",
        feature="cursor",
    ),
    OpenPoint(
        "page_size_above_maximum",
        "refuse",
        {"refuse": "an error names the parameter", "clamp": "the largest size is taken"},
        "What asking for larger pages than there are answers is not known; refusing shows the mistake at once.",
        feature="largest_page",
    ),
    OpenPoint(
        "page_parameters",
        "obey",
        {
            "obey": "page and size are as asked for",
            "ignore_size": "pages have the usual size, whatever is asked for",
            "ignore": "the first page of the usual size is answered, whatever is asked for",
        },
        "The parameters are taken as described; a server that knows them under other names would ignore them, and a "
        "client must notice that pages repeat.",
        feature="pages",
    ),
    OpenPoint(
        "page_beyond_end",
        "empty",
        {"empty": "a list without elements", "last": "the last page once more"},
        "What a page behind the last one answers is not known.",
        feature="pages",
    ),
    OpenPoint(
        "list_form",
        "array",
        {"array": "the bare array", "envelope": "an object with the array and the number of all elements"},
        "The form of this list is not shown; a bare array is the least that it can be.",
        feature="any_list",
    ),
    OpenPoint(
        "value_form",
        "value",
        {"value": "the bare value", "object": "an object that holds it in its field"},
        "The answer of a creation is a bare value where programs have shown it; a client must take an object, too.",
        "inferred",
        feature="value",
    ),
    OpenPoint(
        "scope",
        "ignore",
        {
            "ignore": "as if it were not there",
            "refuse": "the error invalid_scope of OAuth 2.0",
            "require": "the same error without one",
        },
        "Whether a scope may or must be sent to the token endpoint is not known; a server without scopes ignores it.",
        feature="tokens",
    ),
)
