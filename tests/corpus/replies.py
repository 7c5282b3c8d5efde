"""Write replies as bytes."""

from __future__ import annotations

from corpus.calls import Answer


def reply(answer: Answer, method: str = "get") -> bytes:
    """Return the bytes of an answer."""
    bodiless = method == "head" or answer.status in (204, 304)
    lines = [f"HTTP/1.1 {answer.status} X"]
    lines += [] if bodiless else [f"content-length: {len(answer.content)}"]
    lines += [f"content-type: {answer.media_type}"] if answer.media_type else []
    return "\r\n".join([*lines, "", ""]).encode() + (b"" if bodiless else answer.content)
