"""The error of a document that no package can be generated from."""


class DocumentError(Exception):
    """The document is invalid or unsupported; the message names the place and the reason."""
