"""Index numbers of three digits: readers search for 429. `_static/search_numbers.js` does the same to queries."""

from __future__ import annotations

from typing import Any

from sphinx.search import languages
from sphinx.search.en import SearchEnglish


class English(SearchEnglish):
    """The words of English, and the statuses of HTTP."""

    def word_filter(self, word: str) -> bool:
        """Return whether a word is indexed."""
        return (len(word) == len("429") and word.isdigit()) or super().word_filter(word)


def setup(app: Any) -> dict[str, bool]:
    """Replace the language of the search."""
    languages["en"] = English
    return {"parallel_read_safe": True, "parallel_write_safe": True}
