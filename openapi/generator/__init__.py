"""Generate a typed Python package from an OpenAPI document; `pipeline` lists the stages in order."""
