"""Pages: iterate over the records of a list that a service returns in pages.

In: a function that fetches the page at a cursor. Out: records or pages, each once.
May import: `errors`, `_event_loop`, `_logger`, `_tasks`, `_tracebacks`, `_config`.
"""
