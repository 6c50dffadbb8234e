"""`make api`: what counts as public, how it is written down, and that a change of it is noticed."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from scripts.public_api import listing, main


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder with a package `tiny` that has no modules yet."""
    return write(tmp_path / "tiny", {"pyproject.toml": "", "src/tiny/__init__.py": ""})


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return folder


def lines(folder: Path, module: str = "tiny.shop") -> list[str]:
    """What the listing says of one module."""
    sections = listing(folder)[1].split("\n\n")
    return [
        line.strip() for section in sections if section.splitlines()[0] == module for line in section.splitlines()[1:]
    ]


def shop(folder: Path, source: str) -> list[str]:
    """What the listing says of a module with this source."""
    return lines(write(folder, {"src/tiny/shop.py": source}))


def test_signatures_are_written_with_types_defaults_and_kinds_of_arguments(package: Path) -> None:
    source = """
        async def buy(item: str, /, count: int = 1, *, by: str | None = None, **more: int) -> list[str]: ...
    """
    assert shop(package, source) == [
        "async def buy(item: str, /, count: int=1, *, by: str | None=None, **more: int) -> list[str]"
    ]


def test_private_names_imports_and_type_variables_are_left_out(package: Path) -> None:
    source = """
        from typing import TypeVar
        from tiny import other as hidden

        T = TypeVar("T")
        LIMIT = 3
        _secret = 4
        class _Base: ...
        def _helper() -> None: ...
    """
    assert shop(package, source) == ["LIMIT = 3"]


def test_a_class_shows_its_fields_in_order_then_its_methods(package: Path) -> None:
    source = """
        @define(kw_only=True, repr=False)
        class Item(Base[int], total=False):
            '''Text.'''
            name: str
            amount: int = field(default=0, metadata=wire("Amount"))
            tags: list[str] = field(factory=list)
            made: int = field(init=False)
            _hidden: int = 0

            def sell(self) -> None: ...
            @property
            def gone(self) -> bool: ...
            @gone.setter
            def gone(self, value: bool) -> None: ...
            @classmethod
            def load(cls, data: bytes) -> Item: ...
            def __len__(self) -> int: ...
            def __repr__(self) -> str: ...
            def _check(self) -> None: ...
    """
    assert shop(package, source) == [
        "@define(kw_only=True) class Item(Base[int], total=False)",
        "Item.name: str",
        "Item.amount: int = 0",
        "Item.tags: list[str] = ...",
        "Item.made: int  (no argument)",
        "def Item.__len__(self) -> int",
        "property Item.gone: bool",
        "property Item.gone can be set",
        "@classmethod def Item.load(cls, data: bytes) -> Item",
        "def Item.sell(self) -> None",
    ]


def test_what_a_constructor_sets_is_an_attribute(package: Path) -> None:
    source = """
        class Problem(Exception):
            def __init__(self, status: int) -> None:
                self.status = status
                self.tries: int = 0
                self._own = 1
    """
    assert shop(package, source) == [
        "class Problem(Exception)",
        "Problem.status: int",
        "Problem.tries: int",
        "def Problem.__init__(self, status: int) -> None",
    ]


def test_of_overloads_the_implementation_is_left_out(package: Path) -> None:
    source = """
        @overload
        def get(key: int) -> int: ...
        @overload
        def get(key: str) -> str: ...
        def get(key: object) -> object: ...
    """
    assert shop(package, source) == ["@overload def get(key: int) -> int", "@overload def get(key: str) -> str"]


def test_methods_of_a_private_base_are_those_of_the_public_class(package: Path) -> None:
    source = """
        from tiny._base import Base

        class _Middle(Base[int]):
            def two(self) -> int: ...

        class Shop(_Middle):
            def two(self) -> bool: ...
    """
    base = "class Base:\n    size: int\n    def one(self) -> int: ...\n    def two(self) -> str: ...\n"
    write(package, {"src/tiny/_base.py": base})
    assert shop(package, source) == [
        "class Shop(_Middle)",
        "Shop.size: int",
        "def Shop.one(self) -> int",
        "def Shop.two(self) -> bool",
    ]


def test_what_is_passed_on_lazily_is_listed_where_it_is_public(package: Path) -> None:
    files = {
        "src/tiny/__init__.py": """
            if TYPE_CHECKING:
                from tiny.shop import buy as buy
                from tiny._inner import sell
                from elsewhere.models import *

            __version__ = "1.2.3"
            __all__ = ["buy", "sell", "__version__"]
        """,
        "src/tiny/shop.py": "def buy() -> int: ...",
        "src/tiny/_inner.py": "def sell(price: int) -> None: ...",
    }
    assert lines(write(package, files), "tiny") == [
        "* = elsewhere.models.*",
        "__version__",
        "buy = tiny.shop.buy",
        "def sell(price: int) -> None",
    ]


def test_a_package_can_say_which_of_its_modules_are_public(package: Path) -> None:
    files = {
        "pyproject.toml": '[tool.public-api]\nmodules = ["shop"]\n',
        "src/tiny/shop.py": "from tiny.flow import run as run",
        "src/tiny/flow.py": "def run() -> None: ...\ndef rest() -> None: ...",
    }
    write(package, files)
    assert lines(package) == ["def run() -> None"]
    assert "tiny.flow" not in listing(package)[1]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"pyproject.toml": '[tool.public-api]\nmodules = ["gone"]\n'}, "tiny.gone, which do not exist"),
        ({"src/tiny/shop.py": '__all__ = ["gone"]'}, "`gone` is in __all__ and not defined"),
        ({"src/tiny/shop.py": "from . import other as other"}, "shop.py:1: a relative import"),
        ({"src/second/__init__.py": ""}, "must hold one package; there are 2"),
    ],
)
def test_what_cannot_be_told_is_an_error_that_says_why(
    package: Path, files: dict[str, str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(package, files)
    assert main([], [package], package / "api") == 2
    assert message in capsys.readouterr().err
    assert not (package / "api").exists()


def test_a_changed_signature_is_found_and_the_message_says_what_to_do(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = package / "api"
    write(package, {"src/tiny/shop.py": "class Shop:\n    def buy(self, item: str) -> int: ...\n"})
    assert main([], [package], out) == 0
    assert main(["--check"], [package], out) == 0
    before = (out / "tiny.txt").read_bytes()
    write(package, {"src/tiny/shop.py": "class Shop:\n    def buy(self, item: str, count: int) -> int: ...\n"})
    capsys.readouterr()
    assert main(["--check"], [package], out) == 1
    told = capsys.readouterr().err
    assert "-tiny.shop: def Shop.buy(self, item: str) -> int" in told
    assert "+tiny.shop: def Shop.buy(self, item: str, count: int) -> int" in told
    assert "run: make api" in told
    assert (out / "tiny.txt").read_bytes() == before
    assert main([], [package], out) == 0
    assert main(["--check"], [package], out) == 0


def test_only_the_inside_of_a_function_is_nobodys_business(package: Path) -> None:
    out = package / "api"
    write(package, {"src/tiny/shop.py": 'def buy() -> int:\n    """One."""\n    return 1\n'})
    main([], [package], out)
    write(package, {"src/tiny/shop.py": 'import os\n\ndef buy() -> int:\n    """Two."""\n    return len(os.sep)\n'})
    assert main(["--check"], [package], out) == 0


def test_the_listing_of_a_package_that_is_gone_is_found_and_removed(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = package / "api"
    write(out, {"old.txt": "# Public names of old\n\nold\n    LIMIT = 3\n"})
    main([], [package], out)
    assert sorted(path.name for path in out.iterdir()) == ["tiny.txt"]
    write(out, {"old.txt": "# Public names of old\n\nold\n    LIMIT = 3\n"})
    assert main(["--check"], [package], out) == 1
    assert "-old: LIMIT = 3" in capsys.readouterr().err
