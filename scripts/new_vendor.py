"""`python -m scripts.new_vendor NAME --title "Acme ERP"`: lays out everything that a new vendor needs.

What is laid out is a small vendor that works: five operations, their rules in the sandbox, and cases. `make check`
finds the markers in it, `<<fill in: …>>`, until each has given way to the truth. Nothing is written unless everything
can be. Exit status: 0 it is there, 2 it cannot be (the message says why; nothing has changed).
"""

from __future__ import annotations

import argparse
import json
import keyword
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from attrs import define
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scripts.files import write_whole

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = Path(__file__).parent / "vendor_template"
"""Laid out like the repository, with `NAME` in paths where the vendor's name belongs."""

_LOGINS = {"keys": ("api_key",), "token": ("client_id", "client_secret", "scope", "token_url")}
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
_NOT_IN_TITLES = re.compile(r'["`\\<>{}\[\]]|[^ -~\w]')
_LONGEST = 30
# What the template of the client imports.
_CLIENTS_ARE_MADE_OF = ("ClientCredentials", "ClientOptions", "StaticHeaders", "Unpack")
# Places that no template names: they are made from the spec and the cases.
_MADE = (
    "generated/NAME",
    "tests/contract/cassettes/NAME",
    "sandbox/src/erp_sandbox/_models/NAME.py",
    "sandbox/src/erp_sandbox/_specs/NAME.json",
)


class LayoutError(Exception):
    """Nothing was laid out; the message says why and what to do."""


@define(frozen=True)
class NewVendor:
    """What a new vendor is called.

    Attributes:
        name: Of its folders and of what Python imports.
        title: For people.
        client: The client class; the asynchronous one has `Async` before it.
        login: `token` (OAuth 2.0 with client credentials) or `keys` (headers).

    Raises:
        LayoutError: a name cannot be used.
    """

    name: str
    title: str
    client: str
    login: str

    def __attrs_post_init__(self) -> None:
        name, title, client = self.name, self.title, self.client
        if not _NAME.fullmatch(name) or len(name) > _LONGEST:
            raise LayoutError(
                f"the name {name!r} must be lower-case words joined with `_`, such as acme_erp, {_LONGEST} characters "
                "at most"
            )
        if keyword.iskeyword(name) or name == "all" or name.endswith("_api"):
            raise LayoutError(
                f"the name {name!r} is taken, by Python, by `VENDOR=all` or by a generated package; add a word"
            )
        if _NOT_IN_TITLES.search(title) or title != title.strip() or not 0 < len(title) <= _LONGEST:
            raise LayoutError(
                f"the title {title!r} must be one line of {_LONGEST} characters at most, without quotes and brackets"
            )
        if not _CLASS.fullmatch(client) or client.startswith("Async") or len(client) > _LONGEST:
            raise LayoutError(
                f"the class {client!r} must be words in ASCII, each with a capital and none of them Async, such as "
                "AcmeERP; say it with --class"
            )
        if keyword.iskeyword(client) or client in _CLIENTS_ARE_MADE_OF:
            raise LayoutError(
                f"the class {client!r} is a word of Python, or of what clients are made of; say another with --class"
            )

    @property
    def distribution(self) -> str:
        """What pip installs."""
        return self.name.replace("_", "-")

    def place(self, path: str) -> str:
        """A path of the template in the repository."""
        return path.replace("NAME", self.name).removesuffix(".jinja")


def class_name(title: str) -> str:
    """The usual class for a title: its words, each with a capital: `Acme ERP` → `AcmeERP`."""
    return "".join(word[0].upper() + word[1:] for word in re.findall(r"[^\W_]+", title))


def lay_out(vendor: NewVendor, root: Path = ROOT) -> list[Path]:
    """Write everything that a new vendor needs.

    Args:
        vendor: Its names.
        root: The repository.

    Returns:
        The files, those that were there and have changed last.

    Raises:
        LayoutError: there is something of this name, or a file cannot be changed; nothing was written.
        OSError: a file cannot be written; what had been written before is taken back.
    """
    texts = _texts(vendor, root)
    owned = {*map(_owned, texts), *map(vendor.place, _MADE)}
    if taken := sorted(path for path in owned if (root / path).exists()):
        raise LayoutError(f"{vendor.name}: {', '.join(taken)} exists already; choose another name, or remove it first")
    if find_spec(vendor.name) is not None:
        raise LayoutError(f"the name {vendor.name!r} is that of a module which Python finds here already; add a word")
    changes = {path: _changed(path, lines) for path, lines in _lines(vendor, root).items()}
    files = {root / path: text for path, text in _formatted(texts, vendor.name).items()}
    _write_all({**files, **changes}, root)
    return [*sorted(files), *changes]


def _owned(path: str) -> str:
    """What belongs to the vendor alone: its folder in `specs/` or `overlays/`, otherwise the file."""
    top, name, *_ = path.split("/")
    return f"{top}/{name}" if top in ("specs", "overlays") else path


def _texts(vendor: NewVendor, root: Path) -> dict[str, str]:
    """The new files by their path in the repository."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - nothing of it is HTML
    )
    parameters = _LOGINS[vendor.login]
    needed = [name for name in parameters if name not in ("scope", "token_url")]
    names = {
        "name": vendor.name,
        "title": vendor.title,
        "client": vendor.client,
        "login": vendor.login,
        "distribution": vendor.distribution,
        "parameters": parameters,
        "arguments": ", ".join(f'{name}="…"' for name in needed),
        "logins": repr(tuple(needed)),
    }
    texts = {vendor.place(path): environment.get_template(path).render(names) for path in environment.list_templates()}
    texts[f"overlays/{vendor.name}/LICENSE"] = (root / "LICENSE").read_text("utf-8")
    return texts


def _formatted(texts: Mapping[str, str], name: str) -> dict[str, str]:
    """The files, Python laid out by ruff: order and length of lines depend on the vendor's names."""
    ours = ["erp_client_runtime", "erp_sandbox", "scripts", "tests", name, f"{name}_api"]
    sort = ("check", "--select", "I,RUF022", "--fix", "--config", f"lint.isort.known-first-party = {json.dumps(ours)}")
    settings = ("--isolated", "--no-cache", "--quiet", "--line-length", "120", "--target-version", "py311")
    with tempfile.TemporaryDirectory(prefix="new-vendor-") as folder:
        for path, text in texts.items():
            write_whole(Path(folder, path), text)
        for command in (sort, ("format",)):
            subprocess.run([sys.executable, "-m", "ruff", *command, *settings, "."], cwd=folder, check=True)
        return {path: Path(folder, path).read_text("utf-8") for path in texts}


def _lines(vendor: NewVendor, root: Path) -> dict[Path, list[tuple[str, str]]]:
    """The lines that lists of vendors get, in each file: a pattern for the lines of the list, and the new one."""
    name, distribution = vendor.name, vendor.distribution
    package = r'    "{}/\w+/src",'
    source = r"(?!erp-)[\w-]+ = \{ workspace = true \}"
    return {
        root / "pyproject.toml": [
            (source, f"{distribution} = {{ workspace = true }}"),
            (source, f"{distribution}-api = {{ workspace = true }}"),
            *((package.format(top), f'    "{top}/{name}/src",') for top in ("generated", "overlays")),
        ],
        root / "sandbox" / "pyproject.toml": [
            (r'\w+ = "erp_sandbox\.vendors\..*', f'{name} = "erp_sandbox.vendors.{name}:{vendor.client}Rules"')
        ],
    }


def _changed(path: Path, lines: Sequence[tuple[str, str]]) -> str:
    """A file with more lines, each in its list in the order of the alphabet."""
    text = path.read_text("utf-8").splitlines()
    for pattern, new in lines:
        old = [number for number, line in enumerate(text) if re.fullmatch(pattern, line)]
        if not old:
            raise LayoutError(f"{path}: no line like `{new}` to put the new one beside; add the first one by hand")
        if _key(new) in (_key(text[number]) for number in old):
            raise LayoutError(f"{path}: there is a line `{new}` already; choose another name, or remove it first")
        after = [number for number in old if _key(text[number]) < _key(new)]
        text.insert(after[-1] + 1 if after else old[0], new)
    return "\n".join(text) + "\n"


def _key(line: str) -> str:
    return line.partition(" = ")[0]


def _write_all(files: Mapping[Path, str], root: Path) -> None:
    """Write all files, or leave everything as it was."""
    before = {path: path.read_text("utf-8") for path in files if path.exists()}
    parents = {folder for path in files for folder in path.parents if folder.is_relative_to(root)}
    folders = [folder for folder in sorted(parents, reverse=True) if not folder.exists()]
    written: list[Path] = []
    try:
        for path, text in files.items():
            written.append(path)
            write_whole(path, text)
    except BaseException:
        for path in written:
            if path in before:
                write_whole(path, before[path])
            else:
                path.unlink(missing_ok=True)
        for folder in folders:
            if folder.is_dir():
                folder.rmdir()
        raise


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.new_vendor", description="Lay out a new vendor.")
    parser.add_argument("name", help="of its folders and of what Python imports, such as acme_erp")
    parser.add_argument("--title", required=True, help='for people, such as "Acme ERP"')
    parser.add_argument("--class", dest="client", help="the client class; otherwise the words of the title: AcmeERP")
    parser.add_argument("--login", choices=sorted(_LOGINS), default="keys", help="token: OAuth 2.0; keys: headers")
    chosen = parser.parse_args(arguments)
    try:
        vendor = NewVendor(chosen.name, chosen.title, chosen.client or class_name(chosen.title), chosen.login)
        paths = lay_out(vendor, root)
    except (LayoutError, OSError) as error:
        print(f"nothing was written: {error}", file=sys.stderr)
        return 2
    for path in paths:
        print(f"written: {path.relative_to(root)}")
    print(_NEXT.format(name=vendor.name))
    return 0


_NEXT = """
Next:
  1. Write the API of the page into specs/{name}/openapi.yaml in place of the sample, and what the page says into
     specs/{name}/facts/main.json: both hold the same sample now, and `make check` compares them. docs/specs.md says how
     they are written; `make check` also lists what is still to be filled in, there and in the other files.
  2. make generate VENDOR={name}, then make api
  3. Adapt the rest: overlays/{name}/ (credentials, README), sandbox/src/erp_sandbox/vendors/{name}.py (what the page
     leaves open), tests/contract/cases/{name}.py (a success and an error of each operation).
  4. make record VENDOR={name}, then make test
  5. Name it in the tables of README.md and sandbox/README.md."""


if __name__ == "__main__":
    sys.exit(main())
