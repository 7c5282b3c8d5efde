"""Pages: iterate over the records of a list that comes in pages.

In: a function that fetches the page at a cursor. Out: records, or pages, each once.
May import: `errors`, `_tasks`.
"""

from __future__ import annotations

from epilot_targeting_generated.lazy import lazy_module

# Annotations of clients name these modules; they are imported when somebody asks for the types.
globals().update({name: lazy_module(f"{__name__}.{name}") for name in ("pager",)})
