# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "a43d53852d072c1f8588b86665f77ab6d964b6f397226ce9a0c75ba4daae601e"
TEMPLATES_SHA256 = "7dc9845a2a7bca4b0d388cb77c76366c3595ab1b268d5bcb7cc97c96139396ba"
SETTINGS_SHA256 = "204788d074c24e89939975f6a86d335220a7f920fe1237205cbf08fd31654b96"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
