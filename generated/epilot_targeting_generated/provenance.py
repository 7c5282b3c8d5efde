# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What this package was made from."""

SPEC_SHA256 = "763f2c417f9ce845be95d0d7d05ca44c96fc7c5ec2d57df1b9455e3d8a8d7432"
TEMPLATES_SHA256 = "30eb89495039a5de5268b06a7db9e8a475b0672e93b82f7b3b0f27852a468f03"
SETTINGS_SHA256 = "3dc9269043a89819b8247e279dc87e8619e78f3645c1c5b1cd3129c7fca18ddf"
GENERATOR = "openapi-python-client 0.29.1"
FORMATTER = "ruff 0.17.6"
