"""Tell what changed between two versions of the spec, for whom, and which version number follows.

The rules here judge the documents, griffe the Python surface; oasdiff gives a second opinion where it is at hand
(`make spec-diff OASDIFF=PATH`).

Differs that were tried on three prepared changes (words only; additions; nine breaking changes and a filter that
becomes a list):

- oasdiff 1.15.0, the best: it has no notion of `x-retry`, takes a reply field that goes away for a warning, and counts
  the filter as five errors, though this client still takes one value; the rest is right. But it is a Go program, and
  the one package of a registry that carries it is a stranger's, of one version and without attestation: nothing to run
  on every developer's machine unasked. Its maker's own build is welcome by `OASDIFF=`; it runs without our environment
  and without references to elsewhere.
- openapi-diff 0.24.1: calls a new reply field "response.body.scope.remove", prints the whole schema instead of the
  field's name, and refuses OpenAPI 3.1.
- @azure/oad 0.12: reads OpenAPI 2.0 only. @pb33f/openapi-changes 0.0.67: downloads its program while it is installed.
"""
