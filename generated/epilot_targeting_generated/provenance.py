# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "c4bb902d960d8d7517f79e80efd4f1063bfed558d96158a3e21e0a31038b6d79"
TEMPLATES_SHA256 = "5ec99cde81134fb7b12142cc3a7d36bcb05aa85d78e43c3b8ec826c89e9f0385"
SETTINGS_SHA256 = "3dc9269043a89819b8247e279dc87e8619e78f3645c1c5b1cd3129c7fca18ddf"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
