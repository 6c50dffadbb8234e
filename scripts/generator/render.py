"""From a document to the files of a package, in memory."""

from __future__ import annotations

import builtins
import json
import re
from pathlib import Path
from typing import Any

from attrs import field, frozen
from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from openapi_python_client import Project
from openapi_python_client.strings import PythonIdentifier

from scripts.generator import texts, unsupported
from scripts.generator.bodies import files_in_forms
from scripts.generator.body_ids import ids_in_bodies
from scripts.generator.classes import candidates
from scripts.generator.document import Document, Node
from scripts.generator.format import formatted
from scripts.generator.gaps import gaps_of
from scripts.generator.literals import quoted
from scripts.generator.load import Names
from scripts.generator.models import EnumView, Models, ModelView, enum_view
from scripts.generator.normalise import for_parser
from scripts.generator.operations import OperationView, operation_view
from scripts.generator.parse import Parsed, check_form, config, parse
from scripts.generator.problems import GenerationError, Problem
from scripts.generator.reach import generated_classes, sent_only
from scripts.generator.resources import ResourceView, resource_view, tag_names
from scripts.generator.types import Types
from scripts.generator.vendor import VendorView, vendor_view
from scripts.specs.letters import plain

TEMPLATES = Path(__file__).parent / "templates"
_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?")


class _Compiled(BytecodeCache):
    """Templates are compiled once, however many packages are made; that takes longer than a small package."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See `BytecodeCache`."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See `BytecodeCache`."""
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@frozen
class Views:
    """All that the templates show."""

    resources: list[ResourceView]
    models: list[ModelView]
    enums: list[EnumView]
    vendor: VendorView


@frozen
class Remarks:
    """What the README says besides.

    Attributes:
        credentials: What requests have to carry, in words, where the package does not know it as data.
        left_out: Operations of the document that the package does not have, each with the reason.
    """

    credentials: list[str] = field(factory=list)
    left_out: list[Problem] = field(factory=list)


class Package(Project):
    """The parser's project with our templates alone: one module a model, one a tag."""

    def __init__(self, parsed: Parsed, document: Document, names: Names, remarks: Remarks) -> None:
        super().__init__(openapi=parsed.data, config=config())
        self.env.loader = FileSystemLoader(TEMPLATES)
        self.env.bytecode_cache = _COMPILED
        self.env.undefined = StrictUndefined
        self.env.filters["quoted"] = quoted
        self.env.filters["toml"] = lambda text: json.dumps(" ".join(text.split()), ensure_ascii=False)
        self._document = document
        self._names = names
        self._remarks = remarks

    def files(self, views: Views) -> dict[str, str]:
        """Text of each file by its path, not yet formatted."""
        names, info = self._names, self._document.root["info"]
        source = f"src/{names.package}"
        common = {"names": names, "version": info["version"], "title": info["title"]}
        summary = texts.sentence(str(info.get("summary", info["title"])))
        every: list[ModelView | EnumView] = [*views.models, *views.enums]
        classes = sorted(every, key=lambda view: view.name)
        text = f"Models and resources of the {info['title']}."
        if names.overlay:
            text += f" The package `{names.overlay}` adds login and settings: use that."
        files = {
            f"{source}/__init__.py": self._text(
                "init.py", **common, doc=texts.docstring(text, 0, fallback="A client.")
            ),
            f"{source}/_vendor.py": self._text("vendor.py", **common, vendor=views.vendor),
            f"{source}/client.py": self._text(
                "client.py",
                **common,
                resources=[_with_doc(resource) for resource in views.resources],
                doc=texts.docstring(summary, 4, fallback="The client."),
                async_doc=texts.docstring(
                    f"{summary.rstrip('.')}; every call is awaited.", 4, fallback="The client, awaited."
                ),
            ),
            f"{source}/py.typed": f"# {names.marker}\n",
            f"{source}/models/__init__.py": self._text("models_init.py", **common, classes=classes),
            f"{source}/resources/__init__.py": f'# {names.marker}\n"""One module for each group of operations."""\n',
            "README.md": self._text(
                "README.md",
                **common,
                resources=views.resources,
                known=self._document.has_evidence,
                complete=all(one.level for resource in views.resources for one in resource.operations),
                gaps=gaps_of(self._document),
                remarks=self._remarks,
                summary=summary,
            ),
            "pyproject.toml": self._text("pyproject.toml", **common, description=summary),
        }
        for model in views.models:
            files[f"{source}/models/{model.module}.py"] = self._text("model.py", **common, model=model)
        for enum in views.enums:
            files[f"{source}/models/{enum.module}.py"] = self._text("enum.py", **common, enum=enum)
        for resource in views.resources:
            files[f"{source}/resources/{resource.module}.py"] = self._text(
                "resource.py", **common, resource=resource, shadowing=_shadowing(resource)
            )
        if names.license is not None:
            files["LICENSE"] = names.license
        return files

    def _text(self, template: str, **context: Any) -> str:
        return self.env.get_template(f"{template}.jinja").render(**context)


def package_files(root: Node, names: Names) -> dict[str, str]:
    """Every file of the package for a document of `specs/`, as text by its path.

    Raises:
        GenerationError: the document holds something that would be lost, renamed by collision or guessed.
    """
    return files_of(Document(root), names, Remarks())


def files_of(document: Document, names: Names, remarks: Remarks) -> dict[str, str]:
    """Every file of the package for a document, as text by its path; the same document always gives the same.

    Raises:
        GenerationError: the document holds something that cannot be expressed.
    """
    parsed = parsed_document(document, names)
    return formatted(Package(parsed, document, names, remarks).files(_views(document, parsed, names)))


def parsed_document(document: Document, names: Names) -> Parsed:
    """The names of a document's operations and classes, once it is clear that there is nothing that is not supported.

    Raises:
        GenerationError: there is.
    """
    root = document.root
    problems = unsupported.check(root, names.fields, foreign=document.foreign)
    problems += _check_info(root)
    if not document.operations:
        problems.append(Problem("#/paths", "there is no operation; a client needs one"))
    if problems:
        raise GenerationError(problems)
    normalised = for_parser(root)
    check_form(normalised)
    classes = generated_classes(document, candidates(Document(normalised)))
    return parse(root, classes, {pointer: document.at(pointer) for pointer in document.operations})


def _views(document: Document, parsed: Parsed, names: Names) -> Views:
    classes = parsed.classes
    types = Types(document, classes, names.package, files_in_forms(document))
    ids = ids_in_bodies(document, document.operations)
    models = Models(document, types, classes, writes=sent_only(document), ids=ids, given=names.fields)
    problems: list[Problem] = []
    operations: dict[str, list[OperationView]] = {}
    order = {pointer: index for index, pointer in enumerate(document.operations)}
    for pointer, name, tag in sorted(parsed.operations, key=lambda entry: order[entry[0]]):
        try:
            operations.setdefault(tag, []).append(operation_view(document, types, models, pointer, name))
        except GenerationError as error:
            problems.extend(error.problems)
    problems += _check_operations(operations)
    tags = {_tag(node["name"]): str(node.get("description", "")) for node in document.root.get("tags", [])}
    resources: list[ResourceView] = []
    model_views: list[ModelView] = []
    enum_views: list[EnumView] = []
    constants = {one.constant for members in operations.values() for one in members}
    called = tag_names(document, operations, {*constants, *(found.name for found in classes.values())})
    for tag, members in operations.items():
        try:
            view = resource_view(document, types, models, tag, called[tag], tags.get(tag, ""), members)
            resources.append(view)
        except GenerationError as error:
            problems.extend(error.problems)
    for pointer, found in classes.items():
        try:
            if found.enum:
                enum_views.append(enum_view(document, pointer, found))
            else:
                model_views.append(models.view(pointer))
        except GenerationError as error:
            problems.extend(error.problems)
    if problems:
        raise GenerationError(problems)
    vendor = vendor_view(document, names, [one.name for members in operations.values() for one in members])
    return Views(sorted(resources, key=lambda one: one.attribute), model_views, enum_views, vendor)


def _tag(name: str) -> str:
    return str(PythonIdentifier(plain(name), prefix="tag"))


def _check_operations(operations: dict[str, list[OperationView]]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for members in operations.values():
        for one in members:
            if one.name in seen:
                problems.append(Problem(one.pointer, f"the operationId {one.name!r} is also that of {seen[one.name]}"))
            seen[one.name] = one.pointer
    return problems


def _check_info(root: Node) -> list[Problem]:
    info = root.get("info")
    if not isinstance(info, dict) or not isinstance(info.get("title"), str):
        return [Problem("#/info", "needs a title and a version")]
    if not _VERSION.fullmatch(str(info.get("version", ""))):
        return [Problem("#/info/version", f"{info.get('version')!r} is no version of a Python package, like 0.1.0")]
    return []


def _with_doc(resource: ResourceView) -> dict[str, Any]:
    doc = texts.docstring(resource.title, 8, fallback=f"Operations of `{resource.attribute}`.")
    return {
        "attribute": resource.attribute,
        "module": resource.module,
        "class_name": resource.class_name,
        "attribute_doc": doc,
    }


def _shadowing(resource: ResourceView) -> bool:
    names = {one.partition(":")[0] for method in resource.methods for one in [*method.positional, *method.keywords]}
    return bool(names & set(dir(builtins)))
