# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "d14261c3970dc43b1ac5d4634e46da94beb066ab89e4257fbbeb7234103a2c36"
TEMPLATES_SHA256 = "929e348fbb658d6d1342465647909d216b4c82ec95cba9fa14013c9947ff3926"
SETTINGS_SHA256 = "3dc9269043a89819b8247e279dc87e8619e78f3645c1c5b1cd3129c7fca18ddf"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
