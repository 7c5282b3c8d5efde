# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "a43d53852d072c1f8588b86665f77ab6d964b6f397226ce9a0c75ba4daae601e"
TEMPLATES_SHA256 = "182d5f5051f052d830025d00f81bebb35a8e4dae2a3f1b3efd60b79ee699343a"
SETTINGS_SHA256 = "294a01c4e70fa85c2ac28618f3d853aea4c4c12a3123adc6deb9db0c9656c2b6"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
