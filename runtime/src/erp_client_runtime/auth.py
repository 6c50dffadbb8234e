"""Credentials: choosing one scheme of those that a vendor offers, and holding its values so that nothing shows them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import NoReturn

from erp_client_runtime.checks import HEADER_VALUE
from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.operation import Credential, Vendor

_SHORTEST_SECRET = 6
_SALT = os.urandom(16)


class StaticHeaders:
    """Credentials that are sent as they are, as headers, with every request.

    Args:
        values: Header name to value.

    Attributes:
        pairs: The headers as they go out.
        names: Their names in lower case.
        fingerprint: Tells one set of credentials from another, in this process only; nothing can be found out from it.
        secrets: The values, for removing them from whatever an answer echoes; not those that are too short to be
            secret.
    """

    __slots__ = ("fingerprint", "names", "pairs", "secrets")

    def __init__(self, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            problem = _problem(value)
            if problem:
                raise ConfigurationError(f"the value for the header {name!r} {problem}")
        self.pairs = tuple((name.encode("ascii"), value.encode("ascii")) for name, value in values.items())
        self.names = frozenset(name.lower() for name in values)
        self.secrets = tuple(value for value in values.values() if len(value) >= _SHORTEST_SECRET)
        self.fingerprint = blake2b(repr(sorted(self.pairs)).encode(), key=_SALT, digest_size=16).digest()

    def __repr__(self) -> str:
        return f"<StaticHeaders {', '.join(sorted(self.names))}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "credentials cannot be pickled or copied; give them to the new process another way, for example as "
            "environment variables"
        )


def choose_scheme(vendor: Vendor, given: Mapping[str, str | None], environ: Mapping[str, str]) -> StaticHeaders:
    """The one set of credentials to use.

    What is given as an argument decides which set it is; the environment fills in what is missing of that set, and
    decides alone only if nothing is given.

    Args:
        vendor: The vendor; its `schemes` are the sets to choose from.
        given: The constructor's arguments by name; None for those not given.
        environ: The environment, `<VENDOR>_<ARGUMENT>` in capitals.

    Raises:
        ConfigurationError: no set is complete, more than one is, or a value cannot be sent. Values are never shown.
    """
    arguments = {name: value for name, value in given.items() if value is not None}
    for name, value in arguments.items():
        problem = _problem(value)
        if problem:
            raise ConfigurationError(f"{name}= {problem}")
    fitting = [scheme for scheme in vendor.schemes if arguments.keys() <= {credential.name for credential in scheme}]
    if not fitting:
        raise ConfigurationError(
            f"{_names(arguments)} do not belong to one set of credentials; give exactly one of: "
            f"{_offers(vendor.schemes)}"
        )
    found = {
        credential.name: text
        for scheme in fitting
        for credential in scheme
        if (text := arguments.get(credential.name) or environ.get(variable(vendor, credential)))
    }
    complete = [scheme for scheme in fitting if all(credential.name in found for credential in scheme)]
    if len(complete) > 1:
        raise ConfigurationError(
            f"the environment holds more than one set of credentials for {vendor.title}; give exactly one of: "
            f"{_offers(complete)}, "
            "as arguments or by unsetting the other variables"
        )
    if not complete:
        raise ConfigurationError(_missing(vendor, fitting, found))
    for credential in complete[0]:
        problem = _problem(found[credential.name])
        if problem:
            raise ConfigurationError(f"the environment variable {variable(vendor, credential)} {problem}")
    return StaticHeaders({credential.header: found[credential.name] for credential in complete[0]})


def variable(vendor: Vendor, credential: Credential) -> str:
    """Name of the environment variable for a credential."""
    return f"{vendor.name}_{credential.name}".upper()


def _problem(value: object) -> str:
    if not isinstance(value, str):
        return f"has to be text, not a {type(value).__name__}"
    if not value:
        return "is empty"
    if not re.fullmatch(HEADER_VALUE, value):
        return (
            "cannot be sent in a header: it may hold ASCII characters only, no line breaks, and no spaces at its ends"
        )
    return ""


def _names(arguments: Mapping[str, object]) -> str:
    names = [f"{name}=" for name in arguments]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _offers(schemes: tuple[tuple[Credential, ...], ...] | list[tuple[Credential, ...]]) -> str:
    return " | ".join(" + ".join(f"{credential.name}=" for credential in scheme) for scheme in schemes)


def _missing(vendor: Vendor, schemes: list[tuple[Credential, ...]], found: Mapping[str, str]) -> str:
    # Of what was begun, only the parts that are missing; if nothing distinguishes the sets yet, all of them.
    most = max(sum(credential.name in found for credential in scheme) for scheme in schemes)
    begun = [scheme for scheme in schemes if sum(credential.name in found for credential in scheme) == most]
    missing = {credential.name: credential for scheme in begun for credential in scheme if credential.name not in found}
    hints = [
        f"  {credential.name}= or the environment variable {variable(vendor, credential)}: {credential.description}"
        for credential in missing.values()
    ]
    return "\n".join([f"credentials for {vendor.title} are missing; exactly one of: {_offers(begun)}", *hints])
