"""Login as the spec's security schemes describe it: static headers in alternatives, tokens for client credentials."""

from __future__ import annotations

import base64
import binascii
import random
import string
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote_plus, urlsplit

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.rules import Kind, Problem
from erp_sandbox.settings import Settings
from erp_sandbox.spec import Operation, Spec

Headers = Mapping[str, list[str]]
_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 24
# From then on those that have ended are forgotten before another one is given out.
_MANY_TOKENS = 1000


@dataclass(frozen=True)
class Login:
    """One alternative: names of its schemes, and the constructor arguments that it takes."""

    schemes: tuple[str, ...]
    arguments: tuple[str, ...]

    @property
    def label(self) -> str:
        """The names that identify it in a ledger; never a value."""
        return "+".join(self.schemes)


class TokenError(Exception):
    """The token endpoint refuses; the message is the OAuth error code."""


class Security:
    """Credentials of a sandbox, made from its seed, and the check of them.

    Args:
        spec: The vendor's spec.
        vendor: Its name; two vendors never share credentials.
        seed: The same seed gives the same credentials and tokens.
        token_ttl: Seconds a token lives, None for what `x-token` says.
    """

    def __init__(self, spec: Spec, vendor: str, seed: int, token_ttl: int | None) -> None:
        self._spec = spec
        self._seed = f"{vendor}:{seed}"
        alternatives = dict.fromkeys(
            alternative for operation in spec.operations for alternative in operation.security if alternative
        )
        self.logins = tuple(
            Login(names, tuple(a for name in names for a in self._arguments(name))) for names in alternatives
        )
        chance = random.Random(self._seed)  # noqa: S311 - these credentials open nothing but this sandbox
        self.credentials = {
            a: _text(chance) for a in dict.fromkeys(a for login in self.logins for a in login.arguments)
        }
        oauth = [scheme for scheme in spec.schemes.values() if scheme["type"] == "oauth2"]
        self.token_path = urlsplit(oauth[0]["flows"]["clientCredentials"]["tokenUrl"]).path if oauth else None
        self._token_form = oauth[0].get("x-token", {}).get("client", "form") if oauth else "form"
        self.token_ttl = token_ttl or int(oauth[0].get("x-token", {}).get("default", 600) if oauth else 600)
        self.reset()

    def reset(self) -> None:
        """No token is valid any more, and the next ones are those of a fresh sandbox."""
        self._chance = random.Random(self._seed + ":tokens")  # noqa: S311 - as above
        self._tokens: dict[str, float] = {}

    def _arguments(self, name: str) -> tuple[str, ...]:
        kind = self._spec.schemes[name]["type"]
        if kind == "oauth2":
            return ("client_id", "client_secret")
        if kind == "apiKey" and self._spec.schemes[name]["in"] == "header":
            return (name,)
        raise ConfigurationError(
            f"security scheme {name}: only oauth2 client credentials and apiKey in a header can be played"
        )

    def check(self, operation: Operation, headers: Headers, settings: Settings, now: float) -> Login | None:
        """The login that a request carries, None if the operation needs none.

        Raises:
            Problem: No complete login, wrong values, or parts of several logins.
        """
        if not operation.security or () in operation.security:
            return None
        present = {name for name in self._spec.schemes if self._header(name) in headers}
        for login in self.logins:
            if login.schemes in operation.security and present.issuperset(login.schemes):
                if present.difference(login.schemes) and settings["both_logins"] == "refuse":
                    raise Problem(
                        Kind.UNAUTHORIZED, f"parts of several logins were sent at once: {', '.join(sorted(present))}"
                    )
                if all(self._right(name, headers[self._header(name)], now) for name in login.schemes):
                    return login
        ways = " or ".join(" and ".join(self._header(name) for name in names) for names in operation.security)
        bearer = any(self._spec.schemes[name]["type"] == "oauth2" for names in operation.security for name in names)
        raise Problem(
            Kind.UNAUTHORIZED,
            f"the credentials do not match: {ways} must be sent, with the right values",
            headers={"WWW-Authenticate": "Bearer"} if bearer else {},
        )

    def _header(self, scheme: str) -> str:
        node = self._spec.schemes[scheme]
        return str(node["name"]).lower() if node["type"] == "apiKey" else "authorization"

    def _right(self, scheme: str, values: list[str], now: float) -> bool:
        if self._spec.schemes[scheme]["type"] == "apiKey":
            return values == [self.credentials[scheme]]
        kind, _, token = values[0].partition(" ")
        return len(values) == 1 and kind.lower() == "bearer" and self._tokens.get(token, float("-inf")) > now

    def token(self, headers: Headers, body: bytes, settings: Settings, now: float) -> str:
        """A new token for right client credentials.

        Raises:
            TokenError: Anything is wrong with the request.
        """
        if (
            headers.get("content-type", [""])[0].partition(";")[0].strip().lower()
            != "application/x-www-form-urlencoded"
        ):
            raise TokenError("invalid_request")
        try:
            form = parse_qs(body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=50)
        except ValueError:
            raise TokenError("invalid_request") from None
        if form.get("grant_type") != ["client_credentials"]:
            raise TokenError("unsupported_grant_type" if "grant_type" in form else "invalid_request")
        if self._client(headers, form) != (self.credentials["client_id"], self.credentials["client_secret"]):
            raise TokenError("invalid_client")
        if settings["scope"] == ("refuse" if "scope" in form else "require"):
            raise TokenError("invalid_scope")
        if len(self._tokens) >= _MANY_TOKENS:
            self._tokens = {known: end for known, end in self._tokens.items() if end > now}
        token = _text(self._chance)
        self._tokens[token] = now + self.token_ttl
        return token

    def _client(self, headers: Headers, form: Mapping[str, list[str]]) -> tuple[str, str]:
        if self._token_form == "form":  # noqa: S105 - the place of a secret, not one
            return form.get("client_id", [""])[0], form.get("client_secret", [""])[0]
        kind, _, encoded = headers.get("authorization", [""])[0].partition(" ")
        if kind.lower() != "basic":
            return "", ""
        try:
            text = base64.b64decode(encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4), validate=True).decode(
                "utf-8"
            )
        except (binascii.Error, ValueError):
            return "", ""
        client, _, secret = text.partition(":")
        # RFC 6749 has them form-encoded; those that come plain read the same, since ours are letters and digits alone.
        return unquote_plus(client), unquote_plus(secret)

    def redacted(self, text: str) -> str:
        """The text with `***` in place of every credential and every token that is valid."""
        if len(text) >= _LENGTH:
            for secret in (*self.credentials.values(), *self._tokens.copy()):
                text = text.replace(secret, "***")
        return text

    def end_token(self, headers: Headers) -> None:
        """The token that a request carries is refused from now on."""
        self._tokens.pop(headers["authorization"][0].partition(" ")[2], None)

    def revoke_tokens(self) -> None:
        """Every token that was given out is refused from now on."""
        self._tokens.clear()


def _text(chance: random.Random) -> str:
    return "".join(chance.choices(_ALPHABET, k=_LENGTH))
