"""Letters as names of programs have them: those of Europe in ASCII, others as Python reads them."""

from __future__ import annotations

import re
import unicodedata

# Letters with a usual spelling in ASCII that is more than the letter without its mark.
_SPELLINGS = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "æ": "ae",
    "œ": "oe",
    "ø": "oe",
    "å": "aa",
    "ł": "l",
    "đ": "d",
    "þ": "th",
}
_CAPITALS = {letter.upper(): spelling.capitalize() for letter, spelling in _SPELLINGS.items()}
_SPELLED = str.maketrans({**_SPELLINGS, **_CAPITALS, "ß": "ss", "ẞ": "SS"})
_MARKED = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")


def plain(words: str) -> str:
    """Words as names are made of them: `Größe` is `Groesse`, `m²` is `m2`.

    Python takes some characters for others (`Nº` for `No`); modules of such names could not even be imported.
    """
    text = unicodedata.normalize("NFC", words).translate(_SPELLED)
    text = unicodedata.normalize("NFKC", _MARKED.sub("", unicodedata.normalize("NFKD", text)))
    return text.upper() if words.isupper() else text
