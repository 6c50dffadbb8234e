"""Credentials: choosing those of a vendor from arguments and environment, and holding them so that nothing shows them.

Some are sent as they are with every request (`choose_scheme` → `StaticHeaders`), some only to a token endpoint, for a
token that requests then carry (`client_credentials` → `ClientCredentials`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from hashlib import blake2b, scrypt
from typing import NoReturn, TypeAlias

from erp_client_runtime.checks import HEADER_VALUE
from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.operation import Credential, TokenEndpoint, Vendor

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
        self.secrets = _secret(*values.values())
        self.fingerprint = _fingerprint(sorted(self.pairs))

    def lasting_fingerprint(self, salt: bytes) -> bytes:
        """Tells one set of credentials from another in all processes; takes a twentieth of a second.

        Args:
            salt: What it is for, so that the fingerprints for two purposes cannot be compared.
        """
        return _lasting_fingerprint(sorted(self.pairs), salt)

    def __repr__(self) -> str:
        return f"<StaticHeaders {', '.join(sorted(self.names))}>"

    def __reduce__(self) -> NoReturn:
        raise _not_copied()


class ClientCredentials:
    """What a client shows to a token endpoint to be given a token (OAuth 2.0, client credentials).

    In the header it is Base64 of `client_id:client_secret` as they are, in UTF-8. RFC 6749 wants both form-encoded
    before that, which vendors that document the header do not mention; it makes a difference only if they hold
    anything but letters, digits and `*-._`.

    Args:
        endpoint: How the vendor's endpoint is asked.
        client_id: Id of the client.
        client_secret: Its secret.
        scope: What the token is for; None to leave that to the vendor.
        token_url: Where the endpoint is; None for where the vendor has it.

    Raises:
        ConfigurationError: a value cannot be sent. It is not shown.

    Attributes:
        endpoint: How the vendor's endpoint is asked.
        scope: What the token is for.
        token_url: Where the endpoint is, as given; it is checked by the client, which knows whether http is allowed.
        names: Lower-case names of the headers that carry the token.
        fingerprint: Tells one set of credentials from another, in this process only; nothing can be found out from it.
        secrets: The secret, and the header that holds it; the tokens are known elsewhere.
    """

    __slots__ = ("_client_id", "_client_secret", "endpoint", "fingerprint", "names", "scope", "secrets", "token_url")

    def __init__(
        self,
        endpoint: TokenEndpoint,
        client_id: str,
        client_secret: str,
        *,
        scope: str | None = None,
        token_url: str | None = None,
    ) -> None:
        given = {"client_id": client_id, "client_secret": client_secret, "scope": scope}
        for name, value in given.items():
            problem = "" if value is None and name == "scope" else _token_problem(name, value, endpoint)
            if problem:
                raise ConfigurationError(f"{name}= {problem}")
        self.endpoint = endpoint
        self.scope = scope
        self.token_url = token_url
        self.names = frozenset({"authorization"})
        self._client_id = client_id
        self._client_secret = client_secret
        self.secrets = _secret(client_secret, self._basic().rstrip(b"=").decode())
        self.fingerprint = _fingerprint([client_id, client_secret])

    def request(self) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
        """Body of the token request, and the headers that tell who asks."""
        from urllib.parse import urlencode

        form = {"grant_type": "client_credentials"}
        if self.endpoint.client == "form":
            form |= {"client_id": self._client_id, "client_secret": self._client_secret}
        if self.scope is not None:
            form["scope"] = self.scope
        in_header = self.endpoint.client == "basic"
        headers = ((b"Authorization", b"Basic " + self._basic()),) if in_header else ()
        return urlencode(form).encode("ascii"), headers

    def _basic(self) -> bytes:
        from base64 import b64encode

        return b64encode(f"{self._client_id}:{self._client_secret}".encode())

    def lasting_fingerprint(self, salt: bytes) -> bytes:
        """Tells one set of credentials from another in all processes; takes a twentieth of a second.

        Args:
            salt: What it is for, so that the fingerprints for two purposes cannot be compared.
        """
        return _lasting_fingerprint([self._client_id, self._client_secret], salt)

    def __repr__(self) -> str:
        return f"<ClientCredentials {self.endpoint.client}>"

    def __reduce__(self) -> NoReturn:
        raise _not_copied()


Auth: TypeAlias = StaticHeaders | ClientCredentials


def client_credentials(
    vendor: Vendor, given: Mapping[str, str | None], environ: Mapping[str, str]
) -> ClientCredentials:
    """The client credentials to use: what is given as an argument, the rest from the environment.

    Args:
        vendor: The vendor; it has a token endpoint.
        given: The constructor's arguments: `client_id`, `client_secret` and, where the client has them, `scope` and
            `token_url`; None for those not given.
        environ: The environment, `<VENDOR>_<ARGUMENT>` in capitals; only those of such arguments count.

    Raises:
        ConfigurationError: the id or the secret is missing, or a value cannot be sent. Values are never shown.
    """
    endpoint = vendor.token
    if endpoint is None:
        raise ConfigurationError(f"{vendor.title} has no token endpoint in its vendor data, so no client credentials")
    found: dict[str, str] = {}
    for name in given:
        variable_name = f"{vendor.name}_{name}".upper()
        argument = given.get(name)
        value = environ.get(variable_name) if argument is None else argument
        if argument is None and not value:
            continue
        problem = _token_problem(name, value, endpoint)
        if problem:
            where = f"the environment variable {variable_name}" if argument is None else f"{name}="
            raise ConfigurationError(f"{where} {problem}")
        assert value is not None
        found[name] = value
    missing = [name for name in ("client_id", "client_secret") if name not in found]
    if missing:
        lines = [f"  {name}= or the environment variable {vendor.name.upper()}_{name.upper()}" for name in missing]
        raise ConfigurationError(
            "\n".join([f"credentials for {vendor.title} are missing ({endpoint.description})", *lines])
        )
    return ClientCredentials(
        endpoint,
        found["client_id"],
        found["client_secret"],
        scope=found.get("scope"),
        token_url=found.get("token_url"),
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
            f"{_offers(complete)}, as arguments or by unsetting the other variables"
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


def _fingerprint(values: object) -> bytes:
    return blake2b(repr(values).encode(), key=_SALT, digest_size=16).digest()


def _lasting_fingerprint(values: object, salt: bytes) -> bytes:
    # Credentials may be short enough to be guessed: each guess is to cost this much time and memory (16 MiB), too.
    return scrypt(repr(values).encode(), salt=salt, n=2**14, r=8, p=1, dklen=16)


def _secret(*values: str) -> tuple[str, ...]:
    return tuple(value for value in values if len(value) >= _SHORTEST_SECRET)


def _not_copied() -> TypeError:
    return TypeError(
        "credentials cannot be pickled or copied; give them to the new process another way, for example as "
        "environment variables"
    )


def _token_problem(name: str, value: object, endpoint: TokenEndpoint) -> str:
    """What is wrong with a client credential; unlike headers, its parts may hold any character that UTF-8 has."""
    if not isinstance(value, str):
        return f"has to be text, not a {type(value).__name__}"
    if not value:
        return "is empty"
    if value != value.strip():
        return "begins or ends with white space, which was probably copied along"
    if not value.isprintable():
        return "holds characters that cannot be sent, such as a line break"
    if name == "client_id" and endpoint.client == "basic" and ":" in value:
        return "holds a colon, which ends the id in the header that carries it; the vendor cannot have given out that"
    return ""


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
