"""Compare two versions of the spec: what changed, for whom, and which version number follows.

In: two documents, and the packages of both versions. Out: a report in Markdown, and the exit status.
May import: `errors`, `json_types`, `read`.

The rules here compare the documents, and griffe compares the Python packages. oasdiff adds a second opinion if its path
is given (`make spec-diff OASDIFF=PATH`).

Other tools were tried on three prepared changes: descriptions only; additions; nine breaking changes and a filter that
becomes a list.

- oasdiff 1.15.0 is the best. It does not know `x-retry`, reports a removed response field as a warning, and reports the
  filter as five errors, although this client still accepts one value. It is a Go program; the only package of it in a
  Python registry comes from a third party, in one version without attestation. So it is optional: `OASDIFF=` takes the
  maintainer's own build. It runs without our environment variables and without external `$ref`s.
- openapi-diff 0.24.1 reports a new response field as "response.body.scope.remove", prints the whole schema instead of
  the name of the field, and rejects OpenAPI 3.1.
- @azure/oad 0.12 reads OpenAPI 2.0 only. @pb33f/openapi-changes 0.0.67 downloads its program during installation.
"""
