"""Codecs made of others: arrays, mappings, models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from erp_client_runtime.codec import Codec, refused
from erp_client_runtime.encoding import plain_text
from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.layout import layout_of

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding
    from erp_client_runtime.model import Model, ReadModel

T = TypeVar("T")
M = TypeVar("M", bound="ReadModel")


def _element(codec: Codec[T], value: Any, decoding: Decoding, at: At) -> Any:
    """One element; an empty one (such as "" for a date) stays as it came, since None would go back as null."""
    decoded = codec.decode(value, decoding, at)
    return value if decoded is None else decoded


class Array(Codec[list[T]]):
    """A list.

    Args:
        item: Codec of the elements.
        nullable: Whether elements may be null.
    """

    __slots__ = ("expected", "item", "nullable")

    def __init__(self, item: Codec[T], nullable: bool = False) -> None:
        self.item = item
        self.nullable = nullable
        self.expected = "an array"

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; elements that do not fit stay as they came."""
        if type(value) is not list:
            decoding.drift("null" if value is None else "wrong_type", at, value, self.expected)
            return value
        item, exact, nullable = self.item, self.item.exact, self.nullable
        if isinstance(item, ModelCodec | Ref):
            layout = layout_of(item.cls)
            return [
                layout.decode(element, decoding, (at, index))
                if type(element) is dict
                else None
                if element is None and nullable
                else _element(item, element, decoding, (at, index))
                for index, element in enumerate(value)
            ]
        return [
            element
            if type(element) is exact or (element is None and nullable)
            else _element(item, element, decoding, (at, index))
            for index, element in enumerate(value)
        ]

    def encode(self, value: Any, at: str) -> list[Any]:
        """See `Codec`."""
        if not isinstance(value, (list, tuple)):
            raise refused(at, value, "a list")
        encode = self.item.encode
        return [
            None if element is None and self.nullable else encode(element, f"{at}[{index}]")
            for index, element in enumerate(value)
        ]

    def encode_drifted(self, value: Any, at: str) -> Any:
        """See `Codec`."""
        if not isinstance(value, (list, tuple)):
            return value
        encode = self.item.encode_drifted
        return [None if element is None else encode(element, f"{at}[{index}]") for index, element in enumerate(value)]

    def text(self, value: Any, at: str) -> str:
        """See `Codec`; elements separated by commas."""
        if not isinstance(value, (list, tuple)):
            raise refused(at, value, "a list")
        return ",".join(self.item.text(element, f"{at}[{index}]") for index, element in enumerate(value))


class MappingOf(Codec[dict[str, T]]):
    """An object whose names are data.

    Args:
        item: Codec of the values.
        nullable: Whether values may be null.
    """

    __slots__ = ("expected", "item", "nullable")

    def __init__(self, item: Codec[T], nullable: bool = False) -> None:
        self.item = item
        self.nullable = nullable
        self.expected = "an object"

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; values that do not fit stay as they came."""
        if type(value) is not dict:
            decoding.drift("null" if value is None else "wrong_type", at, value, self.expected)
            return value
        item, exact, nullable = self.item, self.item.exact, self.nullable
        return {
            key: inner
            if type(inner) is exact or (inner is None and nullable)
            else _element(item, inner, decoding, (at, key))
            for key, inner in value.items()
        }

    def encode(self, value: Any, at: str) -> dict[str, Any]:
        """See `Codec`."""
        if not isinstance(value, Mapping):
            raise refused(at, value, "a dict")
        encoded = {}
        for key, inner in value.items():
            if not isinstance(key, str):
                raise refused(f"a key of {at}", key, "text (str)")
            place = f"{at}.{key}"
            encoded[plain_text(key, f"a key of {at}")] = (
                None if inner is None and self.nullable else self.item.encode(inner, place)
            )
        return encoded

    def encode_drifted(self, value: Any, at: str) -> Any:
        """See `Codec`."""
        if not isinstance(value, Mapping):
            return value
        encode = self.item.encode_drifted
        return {key: None if inner is None else encode(inner, f"{at}.{key}") for key, inner in value.items()}

    def text(self, value: Any, at: str) -> str:
        """See `Codec`; not possible for objects."""
        raise refused(at, value, "a single value or a list")


class OfModels(Codec[M]):
    """What codecs whose Python side is a model share."""

    __slots__ = ()

    def _classes(self) -> tuple[type[Model], ...]:
        raise NotImplementedError

    def encode(self, value: Any, at: str) -> Any:
        """See `Codec`."""
        classes = self._classes()
        if not isinstance(value, classes):
            names = " or ".join(cls.__name__ for cls in classes)
            raise refused(at, value, names, f"build one: {classes[0].__name__}(…)")
        return value._to_wire(at)

    def encode_drifted(self, value: Any, at: str) -> Any:
        """See `Codec`; a model is checked like any other, since it knows itself what drifted in it."""
        return self.encode(value, at) if hasattr(value, "_to_wire") else value

    def text(self, value: Any, at: str) -> str:
        """See `Codec`; not possible for objects."""
        raise refused(at, value, "a single value or a list")


class ModelCodec(OfModels[M]):
    """An object with named fields.

    Args:
        cls: Its class.
    """

    __slots__ = ("cls", "expected")

    def __init__(self, cls: type[M]) -> None:
        self.cls = cls
        self.expected = f"an object ({cls.__name__})"

    def _classes(self) -> tuple[type[Model], ...]:
        return (self.cls,)

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`."""
        if type(value) is dict:
            return layout_of(self.cls).decode(value, decoding, at)
        decoding.drift("null" if value is None else "wrong_type", at, value, self.expected)
        return value


class Ref(OfModels[Any]):
    """A model that is imported when it is first met, so that importing one model does not import all.

    Args:
        module: Full name of the module or package to get it from.
        name: Name of the class.
    """

    __slots__ = ("_cls", "expected", "module", "name")

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.name = name
        self.expected = f"an object ({name})"
        self._cls: type[Any] | None = None

    @property
    def cls(self) -> type[Any]:
        """The class."""
        if self._cls is None:
            from importlib import import_module

            try:
                self._cls = getattr(import_module(self.module), self.name)
            except (ImportError, AttributeError) as error:
                raise ConfigurationError(
                    f"the model {self.module}.{self.name} cannot be imported ({error}); generate the package anew"
                ) from error
        return self._cls

    def _classes(self) -> tuple[type[Model], ...]:
        return (self.cls,)

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`."""
        if type(value) is dict:
            return layout_of(self._cls or self.cls).decode(value, decoding, at)
        decoding.drift("null" if value is None else "wrong_type", at, value, self.expected)
        return value


def array(item: Codec[T], nullable: bool = False) -> Array[T]:
    """Codec of a list; `nullable` says whether elements may be null."""
    return Array(item, nullable)


def mapping(item: Codec[T], nullable: bool = False) -> MappingOf[T]:
    """Codec of an object whose names are data; `nullable` says whether its values may be null."""
    return MappingOf(item, nullable)


def ref(module: str, name: str) -> Ref:
    """Codec of a model, imported when first met."""
    return Ref(module, name)
