"""One call: attempts within a deadline, by the retry class of the operation. Only this package joins the others.

In: an operation and its arguments. Out: a `Response`, or the error of the last attempt.
May import: `errors`, `middleware`, `_status_ranges`, `_event_loop`, `_tasks`, `_tracebacks`, `_logger`, `_observers`,
`_config`, `_auth`, `_request`, `_transport`, `_response`.
"""
