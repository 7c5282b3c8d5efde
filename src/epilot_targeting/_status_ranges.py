"""The ranges of HTTP statuses: success, redirect, client error, server error."""

SUCCESS = range(200, 300)
REDIRECTS = range(300, 400)
CLIENT_ERRORS = range(400, 500)
SERVER_ERRORS = range(500, 600)
