# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "a43d53852d072c1f8588b86665f77ab6d964b6f397226ce9a0c75ba4daae601e"
TEMPLATES_SHA256 = "e18381f803ac342c1216b4612271b50a2d3dba3eda57bcdaebee087f800b1671"
SETTINGS_SHA256 = "8b38f499491943c40f00335cc1aeb3ca72732f37bcb9d44faaf137adbfca6da4"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
