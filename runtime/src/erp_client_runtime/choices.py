"""Codecs of a choice between kinds: told apart by a field, or by what fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from erp_client_runtime.codec import Codec, refused
from erp_client_runtime.composites import OfModels, Ref
from erp_client_runtime.errors import InvalidArgumentError

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding
    from erp_client_runtime.model import Model

# Choices within choices are tried out so deep; below, the first is taken, or the work would grow exponentially.
_DEEPEST_TRIAL = 4


class Union(OfModels[Any]):
    """One of several models; a field tells which.

    Args:
        discriminator: Name of that field on the wire.
        mapping: Model for each of its values.
        default: Model for all other values.
    """

    __slots__ = ("_default", "_discriminator", "_mapping", "expected")

    def __init__(self, discriminator: str, mapping: Mapping[str, Ref], default: Ref | None = None) -> None:
        self._discriminator = discriminator
        self._mapping = dict(mapping)
        self._default = default
        self.expected = f"an object whose {discriminator} is one of " + ", ".join(mapping)

    def _classes(self) -> tuple[type[Model], ...]:
        refs = [*self._mapping.values(), *([self._default] if self._default else [])]
        return tuple(ref.cls for ref in refs)

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; an object of an unknown kind stays a dict unless there is a default."""
        if type(value) is not dict:
            decoding.drift("null" if value is None else "wrong_type", at, value, self.expected)
            return value
        kind = value.get(self._discriminator)
        ref = self._mapping.get(kind if isinstance(kind, str) else str(kind))
        if ref is None:
            decoding.drift("unknown_value", (at, self._discriminator), kind, self.expected)
            ref = self._default
        return value if ref is None else ref.decode(value, decoding, at)


class AnyOf(Codec[Any]):
    """One of several kinds, and only the content tells which.

    Args:
        codecs: The kinds, the most likely first.
    """

    __slots__ = ("_codecs", "expected")

    def __init__(self, codecs: tuple[Codec[Any], ...]) -> None:
        self._codecs = codecs
        self.expected = " or ".join(codec.expected for codec in codecs)

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; the first kind that fits entirely, else the one that fits best."""
        if decoding.trials >= _DEEPEST_TRIAL:
            return self._codecs[0].decode(value, decoding, at)
        best: tuple[Decoding, Any] | None = None
        for codec in self._codecs:
            trial = decoding.trial()
            decoded = codec.decode(value, trial, at)
            if not trial.count:
                return decoded
            if best is None or trial.count < best[0].count:
                best = trial, decoded
        if best is None:
            return value
        decoding.adopt(best[0])
        return best[1]

    def encode(self, value: Any, at: str) -> Any:
        """See `Codec`."""
        causes = []
        for codec in self._codecs:
            try:
                return codec.encode(value, at)
            except InvalidArgumentError as error:
                causes.append(str(error))
        raise InvalidArgumentError(f"{at} has to be {self.expected}: " + "; ".join(dict.fromkeys(causes)))

    def encode_drifted(self, value: Any, at: str) -> Any:
        """See `Codec`."""
        try:
            return self.encode(value, at)
        except InvalidArgumentError:
            return self._codecs[0].encode_drifted(value, at)

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        for codec in self._codecs:
            try:
                return codec.text(value, at)
            except InvalidArgumentError:
                continue
        raise refused(at, value, self.expected)


def union(discriminator: str, mapping: Mapping[str, Ref], default: Ref | None = None) -> Union:
    """Codec of one of several models, told apart by a field."""
    return Union(discriminator, mapping, default)


def any_of(*codecs: Codec[Any]) -> AnyOf:
    """Codec of one of several kinds, told apart by what fits."""
    return AnyOf(codecs)
