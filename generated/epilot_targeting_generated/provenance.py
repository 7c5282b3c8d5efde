# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "a43d53852d072c1f8588b86665f77ab6d964b6f397226ce9a0c75ba4daae601e"
TEMPLATES_SHA256 = "7e31893870e97207947b4c3847d8cf7fb7e58bdaccb425083ab06cad7f87c71c"
SETTINGS_SHA256 = "79b8337f36225fb926bb634796d54396d85a790c7fef37adec8e1a69141d31dd"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
