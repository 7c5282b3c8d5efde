# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "bc78aa284ae8935e9be7dc6dd09069e03501a33844f6321ef15098dad6080dce"
TEMPLATES_SHA256 = "cb4bf17ebb4fe6c250f50556c8a8a3d3593afc2b908b5338b3a38d74a2afbe7d"
SETTINGS_SHA256 = "3dc9269043a89819b8247e279dc87e8619e78f3645c1c5b1cd3129c7fca18ddf"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
