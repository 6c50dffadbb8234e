"""Public names compared: what each kind of change is called; griffe, which knows another way, finds nothing besides."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import griffe
import pytest

from scripts.build import packages
from scripts.diff.change import Level
from scripts.diff.surface import compare_surfaces
from scripts.surface.package import Package

ROOT = Path(__file__).resolve().parent.parent.parent

BEFORE = """
    LIMIT = 3

    class Shop:
        def buy(self, item: str, count: int = 1, *, gift: bool = False) -> list[str]: ...
        def sell(self, item: str, /) -> int | None: ...
        def open(self) -> None: ...
        @property
        def size(self) -> int: ...

    class Order(ReadModel):
        total: int | None = None

    class OrderCreate(WriteModel):
        reference: str
        gift: bool = False

    class State(OpenIntEnum):
        OPEN = 1

    @define
    class Options:
        retries: int = 3

    def close(shop: Shop) -> None: ...
"""


def package(folder: Path, source: str, rest: dict[str, str] | None = None) -> Path:
    files = {"pyproject.toml": "", "src/tiny/__init__.py": "", "src/tiny/shop.py": source, **(rest or {})}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text), "utf-8")
    return folder


def said(folder: Path, before: str, after: str) -> list[str]:
    old, new = package(folder / "old", before), package(folder / "new", after)
    return [f"{change.level.word}: {change.words}" for change in compare_surfaces(Package(old), Package(new))]


CHANGES = {
    "a function less": ("def close(shop: Shop) -> None: ...", "", ["major: `tiny.shop.close` is gone"]),
    "a class more": (
        "class Order(",
        "class Row(ReadModel):\n        amount: int | None = None\n\n    class Order(",
        ["minor: `Row` is new"],
    ),
    "an argument less": ("count: int = 1, ", "", ["major: `Shop.buy` no longer takes `count`"]),
    "an argument more": ("gift: bool = False)", "gift: bool = False, by: str = '')", ["minor: `Shop.buy` takes `by`"]),
    "an argument that has to be given": ("gift: bool = False)", "gift: bool)", ["major: `Shop.buy` needs `gift`"]),
    "one more of them": ("*, gift", "*, by: str, gift", ["major: `Shop.buy` needs `by`"]),
    "another default": (
        "count: int = 1",
        "count: int = 2",
        ["major: `Shop.buy` takes `2` for `count` where it is not given (was `1`)"],
    ),
    "another order": (
        "item: str, count: int = 1",
        "count: int = 1, item: str = ''",
        [
            "major: `Shop.buy` takes its arguments in another order",
            "minor: `Shop.buy` can be called without `item`",
        ],
    ),
    "one before the others": (
        "self, item: str, count",
        "self, by: str, item: str, count",
        [
            "major: `Shop.buy` takes `item` at another position",
            "major: `Shop.buy` takes `count` at another position",
            "major: `Shop.buy` needs `by`",
        ],
    ),
    "by keyword": (
        "count: int = 1, *,",
        "*, count: int = 1,",
        ["major: `Shop.buy` takes `count` by keyword only"],
    ),
    "the name of what is given by position": ("def sell(self, item", "def sell(self, article", []),
    "more that can be given": (
        "count: int = 1",
        "count: int | None = 1",
        ["minor: `Shop.buy` takes `int | None` as `count` (was `int`)"],
    ),
    "less that can be given": (
        "count: int = 1",
        "count: bool = 1",
        ["major: `Shop.buy` takes `bool` as `count` (was `int`)"],
    ),
    "more that can be returned": (
        "-> list[str]",
        "-> list[str] | None",
        ["major: `Shop.buy` returns `list[str] | None` now (was `list[str]`)"],
    ),
    "less that can be returned": (
        "-> int | None",
        "-> int",
        ["minor: `Shop.sell` returns `int` now (was `int | None`)"],
    ),
    "to be awaited": (
        "def open",
        "async def open",
        ["major: `Shop.open` is `async def` now (was `def`)"],
    ),
    "a property": (
        "def open",
        "@property\n        def open",
        ["major: `Shop.open` is a value now (was a function)"],
    ),
    "more that is read": (
        "total: int | None",
        "total: int | str | None",
        ["major: `Order.total` is `None | int | str` now (was `None | int`)"],
    ),
    "less that is read": ("total: int | None", "total: int", ["minor: `Order.total` is `int` now (was `None | int`)"]),
    "more that is sent": (
        "reference: str",
        "reference: str | None",
        ["minor: `OrderCreate.reference` is `None | str` now (was `str`)"],
    ),
    "a field to be sent": (
        "reference: str\n",
        "reference: str\n        due: str\n",
        ["major: `OrderCreate` needs `due`"],
    ),
    "a field that may be sent": (
        "gift: bool = False\n\n    class State",
        "gift: bool = False\n        due: str = UNSET\n\n    class State",
        ["minor: `OrderCreate.due` is new"],
    ),
    "a field without default": (
        "reference: str\n        gift: bool = False",
        "reference: str\n        gift: bool",
        ["major: `OrderCreate.gift` has to be given now"],
    ),
    "a base": ("State(OpenIntEnum)", "State", ["major: `State` is no longer a `OpenIntEnum`"]),
    "a member of an enum": ("OPEN = 1", "OPEN = 1\n        SENT = 2", ["minor: `State.SENT` is new"]),
    "another value of it": ("OPEN = 1", "OPEN = 7", ["major: `State.OPEN` is `7` now (was `1`)"]),
    "another value": ("LIMIT = 3", "LIMIT = 4", ["minor: `LIMIT` is `4` now (was `3`)"]),
    "another way to make it": (
        "@define\n",
        "@define(frozen=True)\n",
        ["major: `Options` is made with `@define(frozen=True)` now (was `@define`)"],
    ),
    "a private name": ("def close", "def _hidden() -> None: ...\n    def close", []),
}


@pytest.mark.parametrize(("old", "new", "words"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_told_in_words_with_its_level(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    assert BEFORE.count(old) == 1
    assert said(tmp_path, BEFORE, BEFORE.replace(old, new)) == words


def test_an_asynchronous_class_has_nothing_to_add_to_its_twin(tmp_path: Path) -> None:
    before = "class Shop:\n    def buy(self) -> int: ...\nclass AsyncShop:\n    async def buy(self) -> int: ...\n"
    assert said(tmp_path, before, before.replace("buy(self)", "buy(self, item: str)")) == [
        "major: `Shop.buy` needs `item`"
    ]
    assert said(tmp_path, before, before.replace("async def buy(self)", "async def buy(self, item: str)")) == [
        "major: `AsyncShop.buy` needs `item`"
    ]


def test_every_way_to_call_has_to_stay_one(tmp_path: Path) -> None:
    before = """
        @overload
        def get(key: int) -> int: ...
        @overload
        def get(*, name: str) -> str: ...
        def get(key: int = 0, **more: str) -> int | str: ...
    """
    assert said(tmp_path, before, before.replace("name: str", "name: str, place: str")) == [
        "major: `tiny.shop.get` needs `place`"
    ]
    assert said(tmp_path, before, before.replace("key: int = 0", "key: int = 1")) == []


def test_a_name_may_move_behind_the_place_where_users_find_it(tmp_path: Path) -> None:
    shop = {"src/tiny/one.py": "class Shop: ...", "src/tiny/__init__.py": "from tiny.one import Shop as Shop"}
    moved = {"src/tiny/two.py": "class Shop: ...", "src/tiny/__init__.py": "from tiny.two import Shop as Shop"}
    old, new = package(tmp_path / "old", "", shop), package(tmp_path / "new", "", moved)
    assert [change.words for change in compare_surfaces(Package(old), Package(new))] == [
        "`Shop` is in `tiny.two` now (was in `tiny.one`)"
    ]


@pytest.mark.parametrize("folder", packages(), ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_package_does_not_differ_from_itself(folder: Path) -> None:
    assert compare_surfaces(Package(folder), Package(folder)) == []


# Of these griffe knows too little: not that callers cannot use the name of an argument that is given by position, nor
# that the value of a constant is no promise.
_GRIFFE_IS_STRICTER = {"the name of what is given by position", "another value"}


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - _GRIFFE_IS_STRICTER))
def test_what_griffe_calls_breaking_is_major(tmp_path: Path, name: str) -> None:
    """Not the other way round: it sees neither overloads nor what has to be given to make a model."""
    old, new, _ = CHANGES[name]
    folders = package(tmp_path / "old", BEFORE), package(tmp_path / "new", BEFORE.replace(old, new))
    breaking = find_breaking(*folders)
    ours = [change.level for change in compare_surfaces(*map(Package, folders))]
    assert Level.MAJOR in ours or breaking == set()


def test_griffe_is_asked(tmp_path: Path) -> None:
    old, new, _ = CHANGES["an argument less"]
    folders = package(tmp_path / "old", BEFORE), package(tmp_path / "new", BEFORE.replace(old, new))
    assert find_breaking(*folders) == {"Parameter was removed"}


def find_breaking(old: Path, new: Path) -> set[str]:
    loaded = [griffe.load("tiny.shop", search_paths=[folder / "src"]) for folder in (old, new)]
    return {breakage.kind.value for breakage in griffe.find_breaking_changes(*loaded)}
