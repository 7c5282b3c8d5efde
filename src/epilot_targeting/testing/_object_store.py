"""The object store of the fake: it keeps large responses under presigned URLs."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from ._request_and_response import Reply, Request

MEDIA_TYPE = "application/large-response.vnd+json"
STORE = "https://payloads.fake.invalid"


class ObjectStore:
    """The stored large responses, by URL."""

    def __init__(self) -> None:
        """Create an empty store."""
        self._stored: dict[str, bytes] = {}
        self._count = 0

    def clear(self) -> None:
        """Remove the stored bodies. Their URLs are not used again, so that an old URL never leads to another body."""
        self._stored.clear()

    def put(self, response: Reply) -> Reply:
        """Store the body of a response until `clear`, and return one that refers to it by a presigned URL.

        The new response has the same status. Its only header is the `content-type` of a large response.
        """
        self._count += 1
        name = f"/payload/{self._count}"
        self._stored[name] = response.body
        reference = {"$payload_ref": f"{STORE}{name}?X-Amz-Signature=signature-{self._count}"}
        return Reply(response.status, json.dumps(reference).encode(), {"content-type": MEDIA_TYPE})

    def get(self, request: Request) -> Reply:
        """Return the response to a request for a stored body. It is 200 with the body, or an error.

        The caller has compared the host with that of the store. Any method is accepted. A request with a token gets a
        400, and one with another signature or name a 403.
        """
        name = urlsplit(request.path).path
        signature = parse_qs(request.query).get("X-Amz-Signature", [""])[0]
        if "authorization" in request.headers:
            return Reply(400, b"<Error><Code>InvalidArgument</Code></Error>", {"content-type": "application/xml"})
        if name not in self._stored or signature != f"signature-{name.rpartition('/')[2]}":
            return Reply(403, b"<Error><Code>AccessDenied</Code></Error>", {"content-type": "application/xml"})
        return Reply(200, self._stored[name], {"content-type": "application/json"})
