"""Help pages like those of Comarch ERP XT, of our own making and in our own words: German or Polish, HTML or text.

Rows of members may be indented or not, cells of a text copy may break over lines, and the order of the sections is any.
"""

from __future__ import annotations

import html
import random

from attrs import field, frozen

LANGUAGES = {
    "de": {
        "intro": "Hier geht es um Fahrräder der Werkstatt und um nichts sonst.",
        "columns": ("Parameter", "Beschreibung", "Ist der Parameter obligatorisch?"),
        "label": "Beschreibung der Struktur, JSON-Abfrage:",
        "yes": "Ja",
        "no": "Nein",
        "end": "War dieser Artikel hilfreich?",
        "crumbs": "Startseite » Wissensdatenbank » Räder",
        "host": "app.erpxt.de",
    },
    "pl": {
        "intro": "Tu chodzi o rowery warsztatu i o nic więcej.",
        "columns": ("Parametr", "Opis", "Czy parametr jest obowiązkowy?"),
        "label": "Opis struktury, zapytanie JSON:",
        "yes": "Tak",
        "no": "Nie",
        "end": "Czy ten artykuł był pomocny?",
        "crumbs": "Start » Dokumentacja » Rowery",
        "host": "app.erpxt.pl",
    },
}


@frozen
class Row:
    """A field: its members follow it; `required` is None in the tables for reading."""

    name: str
    text: str
    required: bool | None = None
    note: str = ""
    members: tuple[Row, ...] = ()


@frozen
class Section:
    heading: str
    prose: str
    requests: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


READING = (
    Row("$id", "laufende Nummer"),
    Row("Id", "Nummer des Rades"),
    Row("Status", "Zustand: 0 – steht, 1 – fährt, 2 – ist weg"),  # noqa: RUF001 - as on such pages
    Row("Items", "Teile", members=(Row("$id", "laufende Nummer"), Row("ProductId", "Teil"), Row("Quantity", "Anzahl"))),
    Row("Address", "Standort", members=(Row("$id", "laufende Nummer"), Row("Street", "Weg"), Row("City", "Ort"))),
    Row("Number", "Nummer am Rahmen"),
)
ADDING = (
    Row("Status", "0 – steht, 1 – fährt", required=False, note="1"),  # noqa: RUF001 - as on such pages
    Row("PaymentTypeId", "wie bezahlt wird", required=True),
    Row("Items", "Teile", required=False, members=(Row("ProductId", "Teil", required=True),)),
    Row("Number", "Nummer am Rahmen", required=True),
)


@frozen
class HelpPage:
    language: str = "de"
    sections: tuple[Section, ...] = field(
        factory=lambda: (
            Section("ALLE RÄDER LESEN", "Liest Räder.", (("GET", "/bikes"), ("GET", "/bikes/XXX")), READING),
            Section("RAD ANLEGEN", "Legt ein Rad an.", (("POST", "/bikes"),), ADDING, ("ohne Angabe steht es",)),
            Section("RAD ABGEBEN", "Gibt es weg.", (("DELETE", "/bikes/XXX"),)),
        )
    )

    def words(self) -> dict[str, str]:
        return {key: text for key, text in LANGUAGES[self.language].items() if isinstance(text, str)}

    def columns(self) -> tuple[str, ...]:
        return tuple(LANGUAGES[self.language]["columns"])

    def answer(self, row: Row) -> str:
        words = self.words()
        return "" if row.required is None else (words["yes"] if row.required else words["no"]) + row.note


def _flat(rows: tuple[Row, ...], depth: int = 0) -> list[tuple[Row, int]]:
    return [one for row in rows for one in ((row, depth), *_flat(row.members, depth + 1))]


def as_html(page: HelpPage, seed: int = 0, *, indented: bool = True) -> str:
    chance = random.Random(seed)
    words, out = page.words(), ["<nav>Start</nav><article>", f"<p>{page.words()['intro']}</p><img src='1-API.png'/>"]
    for section in chance.sample(page.sections, len(page.sections)):
        tag = chance.choice(("h3", "p"))
        out.append(f"<{tag}><strong>{section.heading}</strong></{tag}>")
        for method, path in section.requests:
            out.append(f"<p><b>[{method}]</b> <a href='#'>https://{words['host']}/api2/public{path}</a></p>")
        out.append(f"<p>{section.prose}</p><p>{words['label']}</p>")
        if section.rows:
            columns = page.columns()[: 2 if section.rows[0].required is None else 3]
            out.append("<table><tbody><tr>" + "".join(f"<td><b>{one}</b></td>" for one in columns) + "</tr>")
            for row, depth in _flat(section.rows):
                style = f" style='padding-left: {30 * depth}px'" if indented and depth else ""
                text = html.escape(row.text).replace(" ", chance.choice((" ", "<br/>", "&nbsp;")))
                answer = page.answer(row)
                cell = f"<td>{answer[:-1]}<sup>{row.note}</sup></td>" if row.note else f"<td>{answer}</td>"
                out.append(f"<tr><td{style}>{row.name}</td><td>{text}</td>{cell if len(columns) > 2 else ''}</tr>")
            out.append("</tbody></table>")
        out += [f"<p>{number}) {note}</p>" for number, note in enumerate(section.notes, 1)]
    return f"<html><body>{''.join(out)}</article><p>{words['end']}</p><p>Impressum</p></body></html>"


def as_text(page: HelpPage, seed: int = 0, *, indented: bool = False, markdown: bool = False) -> str:
    chance = random.Random(seed)
    words, out = page.words(), [page.words()["crumbs"], "", "Räder", page.words()["intro"], "", "1-API-Raeder"]
    left = "| " if markdown else ""
    for section in chance.sample(page.sections, len(page.sections)):
        out += ["", f"## {section.heading}" if markdown else section.heading, ""]
        out += [f"[{method}] https://{words['host']}/api2/public{path}" for method, path in section.requests]
        out += ["", section.prose, words["label"], ""]
        if section.rows:
            columns = page.columns()[: 2 if section.rows[0].required is None else 3]
            out.append(f"{left}{' | '.join(columns)} |")
            if markdown or chance.random() < 0.5:
                out.append(f"{left.strip()}---{'|---' * (len(columns) - 1)}|")
            for row, depth in _flat(section.rows):
                space = "&nbsp;" * 2 * depth if markdown else "   " * depth
                text = row.text if markdown or chance.random() < 0.5 else row.text.replace(" ", "\n")
                cells = [f"{space if indented else ''}{row.name}", text, page.answer(row)][: len(columns)]
                out.append(f"{left}{' | '.join(cells)} |")
        out += ["", *(f"{number}) {note}" for number, note in enumerate(section.notes, 1))]
    return "\n".join([*out, words["end"], "Impressum"])


GENERAL = """Start » Wissensdatenbank

Überblick

Unser Dienst spricht HTTP und verlangt eine Anmeldung, wie sie hier beschrieben wird.

Es gibt ihn allein auf dem Server app.erpxt.de, und er spricht JSON.

Verwendete HTTP-Methoden:

GET holt
POST legt an

Quellen:

{resources}

Zu jeder Anfrage gibt es einen HTTP-Status, von denen hier die wichtigsten stehen und deren Liste nicht vollständig ist:

{statuses}

Was geschieht, steht danach in einem Verlauf, den jeder lesen kann.

War dieser Artikel hilfreich?
"""
RESOURCES = {"/bikes": "Räder", "/bells": "Klingeln/Hupen"}
STATUSES = {"200": ("OK", "alles gut"), "404": ("Not Found", "nicht da")}


def general_text() -> str:
    resources = "\n".join(f"{name} https://app.erpxt.de/api2/public{path}" for path, name in RESOURCES.items())
    statuses = "\n".join(f"  • {code} {name} – {text}" for code, (name, text) in STATUSES.items())  # noqa: RUF001
    return GENERAL.format(resources=resources, statuses=statuses)


def general_html() -> str:
    rows = "".join(
        f"<tr><td>{name}</td><td><a>https://app.erpxt.de/api2/public{path}</a></td></tr>"
        for path, name in RESOURCES.items()
    )
    items = "".join(f"<li><b>{code} {name}</b> – {text}</li>" for code, (name, text) in STATUSES.items())  # noqa: RUF001
    prose = GENERAL.replace("{resources}", "@r").replace("{statuses}", "@s").split("\n\n")[1:]
    body = "".join("".join(f"<p>{line}</p>" for line in part.split("\n")) for part in prose)
    return f"<html><body><article>{body}</article></body></html>".replace("@r", f"<table>{rows}</table>").replace(
        "@s", f"<ul>{items}</ul>"
    )
