"""The campaign and the target that each fake starts with."""

from __future__ import annotations

EXAMPLE_ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
CAMPAIGN = {
    "_id": EXAMPLE_ID,
    "_schema": "campaign",
    "_title": "Example",
    "name": "Example",
    "status": "draft",
    "target": {"$relation": [{"entity_id": EXAMPLE_ID}]},
    "nba": {"title": "Offer another tariff", "cta": {"type": "journey", "target": EXAMPLE_ID}},
}
TARGET = {
    "_id": EXAMPLE_ID,
    "_schema": "target",
    "_title": "Example",
    "name": "Example",
    "entity_schema": "contact",
    "entity_filters": {"city": "Cologne"},
}
