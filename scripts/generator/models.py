"""Views of the classes that are sent and received, for the templates."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from scripts.generator import naming, texts
from scripts.generator.document import Document, join
from scripts.generator.literals import default_of, quoted
from scripts.generator.parse import ClassName
from scripts.generator.problems import GenerationError, Problem, fail
from scripts.generator.schemas import Field, fields_of, required_names
from scripts.generator.typed import Typed, with_none
from scripts.generator.types import Types

MODEL = "erp_client_runtime.model"


@frozen
class FieldView:
    """One field of a model."""

    name: str
    wire: str
    typed: Typed
    annotation: str
    arguments: str
    doc: str
    required: bool
    nullable: bool
    read_only: bool
    omit: bool
    default: str | None


@frozen
class ModelView:
    """One model."""

    name: str
    module: str
    base: str
    doc: str
    fields: list[FieldView]
    imports: list[str]
    types: list[str]


@frozen
class EnumView:
    """One open enum."""

    name: str
    module: str
    base: str
    doc: str
    members: list[tuple[str, str]]


def enum_view(document: Document, pointer: str, found: ClassName) -> EnumView:
    """The view of an enum."""
    node = document.at(pointer)
    values = [value for value in node["enum"] if value is not None]
    title = f"Values of `{found.name}`."
    text = str(node.get("description") or title)
    parts = [
        text,
        texts.known_from(document.evidence(pointer)),
        "More values may come: an unknown one keeps its value and has `known` False.",
    ]
    return EnumView(
        found.name,
        found.module,
        "OpenStrEnum" if isinstance(values[0], str) else "OpenIntEnum",
        texts.docstring("\n\n".join(part for part in parts if part), 4, fallback=title),
        [
            (name, quoted(value) if isinstance(value, str) else repr(value))
            for name, value in member_names(document, pointer)
        ],
    )


def member_names(document: Document, pointer: str) -> list[tuple[str, str | int]]:
    """Name and value of each member of an enum."""
    node = document.at(pointer)
    values = list(dict.fromkeys(value for value in node["enum"] if value is not None))
    given = node.get("x-enum-varnames")
    if given is not None and len(given) != len(values):
        raise fail(join(pointer, "x-enum-varnames"), f"has {len(given)} names for {len(values)} values")
    return list(zip(naming.member_names(values, given), values, strict=True))


class Models:
    """Makes the views of the models of one document.

    Args:
        document: The document.
        types: Its types.
        classes: The classes to be made, by the pointers of their schemas.
        writes: Schemas that are only ever sent.
        ids: By schema of a request, the property that is no field of it, since it is an argument of the method.
        given: Names that were chosen for some properties.
    """

    def __init__(
        self,
        document: Document,
        types: Types,
        classes: Mapping[str, ClassName],
        *,
        writes: set[str],
        ids: Mapping[str, Field],
        given: Mapping[str, str],
    ) -> None:
        self.ids = ids
        self.given = given
        self._document = document
        self._types = types
        self._classes = classes
        self._writes = writes
        self._views: dict[str, ModelView] = {}
        self.pointers = {found.name: pointer for pointer, found in classes.items()}

    def is_write(self, pointer: str) -> bool:
        """Whether the model is only ever sent."""
        return pointer in self._writes

    def named(self, found: ClassName) -> ModelView:
        """The view of a class."""
        return self.view(self.pointers[found.name])

    def view(self, pointer: str) -> ModelView:
        """The view of the model at a pointer.

        Raises:
            GenerationError: two of its properties would get the same Python name, or a type cannot be expressed.
        """
        if pointer not in self._views:
            self._views[pointer] = self._make(pointer)
        return self._views[pointer]

    def _make(self, pointer: str) -> ModelView:
        found = self._classes[pointer]
        members = fields_of(self._document, pointer)
        aside = {self.ids[pointer].wire} if pointer in self.ids else set()
        problems: list[Problem] = []
        lost = sorted(required_names(self._document, pointer) - {member.wire for member in members})
        if lost:
            problems.append(Problem(pointer, f"requires {', '.join(lost)}, which is none of its properties"))
        write = self.is_write(pointer)
        kept = [member for member in members if member.wire not in aside]
        views: list[FieldView] = []
        for member, name in zip(kept, self._names(kept, problems), strict=True):
            try:
                view = self._field(member, name, pointer, write)
            except GenerationError as error:
                problems.extend(error.problems)
                continue
            views.append(view)
        if problems:
            raise GenerationError(problems)
        imports: set[str] = set().union(*(view.typed.imports for view in views))
        annotated: set[str] = set().union(*(view.typed.types for view in views)) - imports
        # Models refer to one another in circles, so another model is imported for the type checker alone.
        models = {line for line in annotated if ".models." in line}
        own = (
            f"from {MODEL} import {'UNSET, UnsetType, WriteModel, wire' if write else 'ReadModel, mark_present, wire'}"
        )
        node = self._document.at(pointer)
        evidence = texts.known_from(self._document.evidence(pointer))
        title = f"Model `{found.name}`."
        text = "\n\n".join(part for part in (str(node.get("description") or title), evidence) if part)
        return ModelView(
            found.name,
            found.module,
            "WriteModel" if write else "ReadModel",
            texts.docstring(text, 4, fallback=title),
            views,
            sorted(imports | {own} | (annotated - models)),
            sorted(models - {f"from {self._types.package}.models.{found.module} import {found.name}"}),
        )

    def _names(self, members: list[Field], problems: list[Problem]) -> list[str]:
        """The Python names of fields; two that are the same are a problem, or told apart."""
        wires = [member.wire for member in members]
        names = [naming.field_name(wire, self.given) for wire in wires]
        apart = naming.told_apart(wires, names)
        for member, name, own in zip(members, names, apart, strict=True):
            if name == own:
                continue
            other = wires[apart.index(name)]
            if self._document.foreign:
                self._document.note(member.told, f"{member.wire!r} becomes {own!r}, since {name!r} is {other!r}")
            else:
                reason = f"{member.wire!r} and {other!r} would both become the Python name {name!r}"
                problems.append(Problem(member.told, reason))
        return apart

    def _field(self, member: Field, name: str, owner: str, write: bool) -> FieldView:
        typed = self._types.of(member.pointer, member.node)
        node = member.node
        read_only = node.get("readOnly") is True
        omit = node.get("x-omit") is True or (member.wire == "$id" and not self._document.foreign)
        default: str | None = None
        annotation = typed.optional_sent if write else typed.optional
        if write and "default" in node:
            default = self._default(typed, node["default"], member.told)
        elif write and not member.required:
            default = "UNSET"
            annotation = _with_unset(typed)
        elif not write and not member.required:
            default = "None"
            annotation = with_none(typed.annotation)
        flags = [quoted(member.wire), typed.codec]
        flags += ["required=True"] if member.required and not (write and "default" in node) else []
        flags += ["nullable=True"] if typed.nullable else []
        flags += ["read_only=True"] if read_only else []
        flags += [f"aliases=({', '.join(map(quoted, node['x-alias']))},)"] if "x-alias" in node else []
        flags += ["omit=True"] if omit else []
        metadata = f"metadata=wire({', '.join(flags)})"
        if default is None:
            arguments = metadata
        elif default == "[]":
            arguments = f"factory=list, {metadata}"
        else:
            arguments = f"default={default}, {metadata}"
        doc = texts.attribute_docstring(self._field_text(member, owner, read_only, omit), 4)
        return FieldView(
            name,
            member.wire,
            typed,
            annotation,
            arguments,
            doc,
            member.required,
            typed.nullable,
            read_only,
            omit,
            default,
        )

    def _default(self, typed: Typed, value: object, told: str) -> str:
        if typed.elements is not None and value == []:
            return "[]"
        return default_of(typed, value, join(told, "default"), self.enum_members(typed))

    def enum_members(self, typed: Typed) -> dict[str, str]:
        """Of an enum, the names of its members by the text of their values."""
        pointer = self.pointers.get(typed.annotation)
        if pointer is None or not self._classes[pointer].enum:
            return {}
        return {str(value): name for name, value in member_names(self._document, pointer)}

    def _field_text(self, member: Field, owner: str, read_only: bool, omit: bool) -> list[str]:
        node = member.node
        text = " ".join(texts.paragraphs(str(node.get("description", node.get("title", "")))))
        notes = [texts.sentence(text)] if text else []
        if read_only:
            notes.append("Read only.")
        if node.get("deprecated") is True:
            notes.append("Deprecated by the vendor.")
        if omit:
            notes.append("Never sent back.")
        evidence = self._document.evidence(member.told)
        doubt = texts.doubt(evidence)
        if doubt and evidence == self._document.evidence(owner):
            # The reason stands in the docstring of the class, once.
            notes.append(texts.as_the_class(evidence))
            doubt = ""
        first = " ".join(notes)
        return [part for part in (first, doubt) if part]


def _with_unset(typed: Typed) -> str:
    if typed.annotation == "Any":
        return "Any"
    return f"{typed.sent} | UnsetType" + (" | None" if typed.nullable else "")
