# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Models and operations of the Targeting API, generated from its spec."""
