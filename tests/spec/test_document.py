"""The OpenAPI document against tables of what the documentation page says.

The document may have more than the page: operations, tags, schemas, fields and enum values.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from ruamel.yaml import YAML

Node = dict[str, Any]
Where = tuple[str | int, ...]

SPEC = Path(__file__).parents[2] / "openapi" / "targeting.yaml"
DOCUMENT: Node = YAML(typ="safe").load(SPEC)
SCHEMAS: dict[str, Node] = DOCUMENT["components"]["schemas"]
OPERATIONS: dict[str, tuple[str, str, Node]] = {
    one["operationId"]: (method, path, one) for path, item in DOCUMENT["paths"].items() for method, one in item.items()
}

TAGS = ["Campaign", "Campaign Recipient", "Campaign Delivery", "Target"]

ONE = "/v1/campaign/{campaign_id}"
RECIPIENT = ONE + "/recipient/{recipient_id}"
CENSUS = {
    "changeCampaignStatus": ("post", ONE + "/status", "200", "400 500", "write"),
    "getCampaignJobStatus": ("get", ONE + "/job", "200", "400 500", "read"),
    "getCampaignPortals": ("get", ONE + "/portals", "200", "400 500", "read"),
    "retriggerCampaignAutomations": (
        "post",
        ONE + "/automations:retrigger",
        "200",
        "400 404 500",
        "write",
    ),
    "matchCampaigns": ("post", "/v1/campaign:match", "200", "400 500", "read"),
    "matchTargets": ("post", "/v1/target:match", "200", "400 500", "read"),
    "getTargetQueries": ("post", "/v1/target/queries", "200", "400 500", "read"),
    "createRecipient": ("post", ONE + "/recipient", "201", "400 500", "write"),
    "updateRecipient": ("patch", RECIPIENT, "200", "400 500", "value"),
    "updateRecipientPortalStatus": (
        "patch",
        RECIPIENT + "/portal:status",
        "200",
        "400 404 409 500",
        "write",
    ),
    "getRecipients": ("get", ONE + "/recipients", "200", "400 500", "read"),
    "setupCampaign": ("post", "/v1/campaign:setup", "201", "400 500", "write"),
    "discoverCampaigns": ("post", "/v1/campaign:discover", "200", "400 500", "read"),
    "updateRecipientEntityUiStatus": ("patch", RECIPIENT + "/entity_ui:status", "200", "400 404 409 500", "write"),
    "restoreRecipientEntityUiStatus": ("post", RECIPIENT + "/entity_ui:restore", "200", "404 409 500", "write"),
    "getEmailStats": ("get", ONE + "/email-stats", "200", "400 500", "read"),
}
"""Method, path, success, failures and retry class by operationId."""

TAG_OF = {
    "Campaign": [
        "changeCampaignStatus",
        "getCampaignJobStatus",
        "getCampaignPortals",
        "matchCampaigns",
        "setupCampaign",
        "discoverCampaigns",
    ],
    "Campaign Delivery": ["retriggerCampaignAutomations"],
    "Campaign Recipient": [
        "createRecipient",
        "updateRecipient",
        "updateRecipientPortalStatus",
        "getRecipients",
        "updateRecipientEntityUiStatus",
        "restoreRecipientEntityUiStatus",
        "getEmailStats",
    ],
    "Target": ["matchTargets", "getTargetQueries"],
}
"""The operations of each tag."""

SUMMARIES = {
    "changeCampaignStatus": "Change the status of a campaign",
    "getCampaignJobStatus": "Get the status of a campaign's automation job",
    "getCampaignPortals": "Get portals usage info for a campaign",
    "retriggerCampaignAutomations": "Retrigger automations for campaign recipients",
    "matchCampaigns": "Match campaigns",
    "matchTargets": "Match targets",
    "getTargetQueries": "Get target queries",
    "createRecipient": "Create a recipient associated with a campaign",
    "updateRecipient": "Update a recipient",
    "updateRecipientPortalStatus": "Update portal status for a campaign recipient",
    "getRecipients": "Get campaign recipients",
}

BODIES = {
    "changeCampaignStatus": (None, "CampaignResponse"),
    "getCampaignJobStatus": (None, "JobStatus"),
    "getCampaignPortals": (None, "CampaignPortalsResponse"),
    "retriggerCampaignAutomations": ("RetriggerAutomationsRequest", "RetriggerAutomationsResponse"),
    "matchCampaigns": ("MatchCampaignParams", "MatchCampaignsResponse"),
    "matchTargets": ("MatchTargetParams", "MatchTargetsResponse"),
    "getTargetQueries": ("GetTargetQueriesParams", "TargetQueriesResponse"),
    "createRecipient": ("CreateRecipientPayload", "Recipient"),
    "updateRecipient": ("UpdateRecipientPayload", "Recipient"),
    "updateRecipientPortalStatus": ("UpdatePortalStatusRequest", "Recipient"),
    "getRecipients": (None, "RecipientsResponse"),
    "setupCampaign": ("SetupCampaignRequest", "SetupCampaignResponse"),
    "discoverCampaigns": ("DiscoverCampaignsParams", "DiscoverCampaignsResponse"),
    "updateRecipientEntityUiStatus": ("UpdateEntityUiStatusRequest", "Recipient"),
    "restoreRecipientEntityUiStatus": (None, "Recipient"),
    "getEmailStats": (None, "EmailStatsResponse"),
}
"""Components of the request and of the success by operationId."""

SYSTEM_FIELDS = (
    "_id?: uuid, _org?: string, _owners?: BaseEntityOwner[], _schema?: string, _title?: string, _tags?: BaseTags, "
    "_created_at?: date-time, _updated_at?: date-time, _acl?: BaseEntityAcl"
)
BASE = "entity_id: uuid, entity_schema: string"
AUTOMATION = "automation_status: AutomationStatus, automation_execution_id: string"
PORTAL = "portal_status: PortalStatus, portal_state?: map"

PAGE_SCHEMAS = {
    "BaseError": "status: number, message: string",
    "ServerError": "status: number, message: string",
    "ClientError": "MessageError | CodeError | StatusedError",
    "BaseUUID": "uuid",
    "BaseNanoID": "string",
    "BaseTags": "string[] | null",
    "BaseRelation": "$relation?: BaseRelationItem[]",
    "BaseSystemId": "_id: uuid",
    "BaseEntityOwner": "org_id: string, user_id?: string",
    "BaseEntityAcl": "view?: string[], edit?: string[], delete?: string[]",
    "BaseSystemFields": SYSTEM_FIELDS,
    "BaseSystemFieldsRequired": "",
    "CampaignStatus": "draft | activating | active | inactive",
    "ExecutionSummaryItem": "execution_id?: string, execution_status?: string",
    "JobStatus": "status?: JobState, execution_summary?: ExecutionSummaryItem[]",
    "Campaign": f"{SYSTEM_FIELDS}, name?: string, goal?: string, status?: CampaignStatus, start_date?: date, "
    "end_date?: date, flow_id?: string, job_id?: string, target?: BaseRelation",
    "Target": f"{SYSTEM_FIELDS}, name?: string, description?: string, entity_schema?: string, entity_filters?: map",
    "MatchCampaignParams": "entity_refs: EntityRef[], campaign_ids: BaseUUID[]",
    "MatchTargetParams": "entity_refs: EntityRef[], target_ids: BaseUUID[]",
    "GetTargetQueriesParams": "target_ids: BaseUUID[]",
    "TargetQueryResult": "target_id: uuid, query: string | null, error?: string",
    "AutomationStatus": "pending | in_progress | success | failed | cancelled",
    "PortalStatus": "sent | seen | dismissed | clicked",
    "Recipient": "entity_id?: uuid, entity_schema?: string, title?: string, automation_status?: AutomationStatus, "
    "automation_execution_id?: string, portal_status?: PortalStatus, portal_status_updated_at?: date-time, "
    "portal_state?: map, updated_at?: date-time",
    "BaseRecipientPayload": BASE,
    "AutomationRecipientPayload": AUTOMATION,
    "PortalRecipientPayload": PORTAL,
    "CreateRecipientPayload": "CreateAutomationRecipientPayload | CreatePortalRecipientPayload | "
    "CreateAutomationPortalRecipientPayload",
    "UpdateRecipientPayload": "automation_status?: AutomationStatus, automation_execution_id?: string, "
    "portal_status?: PortalStatus, portal_state?: map",
    "RetriggerAutomationsRequest": "recipient_ids: BaseUUID[]",
    "RetriggerAutomationsResult": "recipient_id: uuid, result: RetriggerOutcome, execution_id?: string, error?: string",
    "UpdatePortalStatusRequest": "status: PortalStatus",
}
"""The page's schemas, and what each looks like there, with nested shapes replaced by their names."""

NAMED_HERE = {
    "MessageError": "message: string",
    "CodeError": "code: ErrorCode",
    "StatusedError": "error: string, status: integer",
    "ErrorCode": "CAMPAIGN_NOT_FOUND | CAMPAIGN_HAS_NO_TARGET | CAMPAIGN_HAS_NO_DELIVERY_METHOD | "
    "CAMPAIGN_HAS_JOB_IN_PROGRESS | CAMPAIGN_HAS_UNEXPECTED_STATUS | JOB_TOKEN_MISSING | TARGET_WITHOUT_FILTERS | "
    "INVALID_NEXT_BEST_ACTION",
    "BaseRelationItem": "entity_id?: uuid, _tags?: BaseTags",
    "EntityRef": BASE,
    "JobState": "queued | processing | finished | failed | cancelled | send_report",
    "RetriggerOutcome": "success | failure | not_found | invalid_status",
    "CampaignResponse": "campaign: Campaign",
    "CampaignPortalsResponse": "CampaignPortal[]",
    "CampaignPortal": "portal: PortalInfo, widgets: PortalWidget[]",
    "PortalInfo": "origin?: string, domain?: string, name?: string",
    "PortalWidget": "id: string, headline?: LocalizedText",
    "LocalizedText": "en?: string, de?: string",
    "RetriggerAutomationsResponse": "message?: string, results: RetriggerAutomationsResult[]",
    "CampaignMatch": "campaign: Campaign",
    "MatchCampaignsResponse": "hits?: number, results: CampaignMatch[]",
    "TargetMatch": "target: Target",
    "MatchTargetsResponse": "hits?: number, results: TargetMatch[]",
    "TargetQueriesResponse": "results: TargetQueryResult[]",
    "RecipientsResponse": "results: Recipient[], next?: string | null, total?: integer",
    "CreateAutomationRecipientPayload": f"{BASE}, {AUTOMATION}",
    "CreatePortalRecipientPayload": f"{BASE}, {PORTAL}",
    "CreateAutomationPortalRecipientPayload": f"{BASE}, {AUTOMATION}, {PORTAL}",
}
"""What the page shows without a name of its own."""
TODAY = {
    "EntityUiStatus": "seen | dismissed | clicked",
    "EmailStatus": "sent | delivered | bounced | complained | failed",
    "EmailBounceType": "permanent | transient",
    "EmailClickedLink": "url: string, clicked_at: date-time",
    "DiscoverCampaignsParams": BASE,
    "DiscoverCampaignsResponse": "hits?: number, results: DiscoverResult[], dismissed?: DiscoverResult[]",
    "DiscoverResult": "campaign_id: uuid, nba: NextBestAction, status?: EntityUiStatus, status_updated_at?: date-time",
    "NextBestAction": "title: string, cta: NextBestActionCta, category?: string, icon?: NextBestActionIcon, "
    "body?: string, priority?: NextBestActionPriority, is_dismissable?: boolean",
    "UpdateEntityUiStatusRequest": "status: EntityUiStatus, entity_schema?: string",
    "SetupTariffChangeCampaignRequest": "type: SetupCampaignType, product_recommendation: SetupProductRecommendation, "
    "campaign: SetupCampaignEntity, journey?: SetupJourney, channels?: SetupChannels",
    "SetupTariffChangeCampaignResponse": "type: SetupCampaignType, product_recommendation_id: uuid, campaign_id: uuid, "
    "journey_id?: uuid, portal_widget_id?: uuid",
    "SetupProductRecommendation": "name?: string, source_product_id?: uuid, source_price_id?: uuid, "
    "offers?: SetupOffer[]",
    "SetupOffer": "target_id?: uuid, items: SetupOfferItem[]",
    "SetupOfferItem": "product_id: uuid, price_id: uuid, highlight_config?: map",
    "SetupCampaignEntity": "name: string, target_ids: BaseUUID[], goal?: string",
    "SetupJourney": "journey_id: uuid",
    "SetupChannels": "portal_widget?: SetupPortalWidget, email?: SetupEmail",
    "SetupPortalWidget": "portal_id: uuid, block_id: uuid",
    "SetupEmail": "automation_id?: uuid, template_id?: uuid",
    "EmailStatsResponse": ", ".join(
        f"{name}: integer"
        for name in (
            *("total_emailed", "sent", "delivered", "bounced", "bounced_hard", "bounced_soft", "complained", "failed"),
            *("unsubscribed", "opened", "clicked", "total_opens", "total_clicks"),
        )
    ),
}
"""Schemas of the live service that the page does not have."""
SERVICE_FIELDS = (
    "entity_ui_status?: EntityUiStatus, entity_ui_status_updated_at?: date-time, "
    "entity_ui_status_before_dismiss?: EntityUiStatus, message_entity_id?: string, email_status?: EmailStatus, "
    "email_status_updated_at?: date-time, email_bounce_type?: EmailBounceType, email_bounce_subtype?: string, "
    "email_complaint_type?: string, email_bounce_reason?: string, email_send_error?: map, "
    "email_unsubscribed_at?: date-time, email_open_count?: integer, email_first_opened_at?: date-time, "
    "email_last_opened_at?: date-time, email_click_count?: integer, email_first_clicked_at?: date-time, "
    "email_clicked_links?: EmailClickedLink[]"
)
"""Fields of a recipient that the page does not have."""
KNOWN = PAGE_SCHEMAS | NAMED_HERE
KNOWN_FIELDS = {(name, field) for name, form in KNOWN.items() for field in re.findall(r"([$\w]+)\??:", form)}


def resolved(node: Node) -> Node:
    """Follow a reference."""
    while "$ref" in node:
        _, _, kind, name = node["$ref"].split("/")
        node = DOCUMENT["components"][kind][name]
    return node


def nodes(value: Any, where: Where = ()) -> Iterator[tuple[Where, Node]]:
    """List every mapping in the document, with the way to it."""
    if isinstance(value, dict):
        yield where, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from nodes(inner, (*where, key))


def body(holder: Node) -> Any:
    """Return the schema of a request body or a response, as it is written there."""
    return resolved(holder)["content"]["application/json"]["schema"]


def name_of(schema: Node) -> str:
    """Return the component's name that a schema refers to, and to nothing else."""
    assert list(schema) == ["$ref"]
    return str(schema["$ref"].removeprefix("#/components/schemas/"))


def fields(schema: Node) -> list[str]:
    """Write the fields of an object out as the tables do."""
    own = [
        f"{name}{'' if name in schema.get('required', ()) else '?'}: {kind(inner)}"
        for name, inner in schema.get("properties", {}).items()
    ]
    return [*(line for part in schema.get("allOf", ()) for line in fields(resolved(part))), *own]


def kind(schema: Node) -> str:
    """Write the type of a field out as the tables do."""
    null = " | null" if schema.get("nullable") else ""
    if "$ref" in schema or "allOf" in schema:
        return name_of(*schema.get("allOf", [schema])) + null
    if schema["type"] == "array":
        return f"{kind(schema['items'])}[]{null}"
    return ("map" if schema.get("additionalProperties") is True else str(schema.get("format", schema["type"]))) + null


def shape(schema: Node) -> str:
    """Write a component out as the tables do."""
    if "anyOf" in schema or "enum" in schema:
        return " | ".join([name_of(one) for one in schema.get("anyOf", ())] or schema["enum"])
    return ", ".join(fields(schema)) if "allOf" in schema or schema["type"] == "object" else kind(schema)


def test_document_is_valid() -> None:
    """The document is OpenAPI 3.0."""
    assert [] == list(OpenAPIV30SpecValidator(DOCUMENT).iter_errors())


def test_version_of_openapi() -> None:
    """The vendor describes the service in 3.0.3, and so do we."""
    assert "3.0.3" == DOCUMENT["openapi"]


def test_server() -> None:
    """There is one base URL."""
    assert ["https://targeting.sls.epilot.io"] == [server["url"] for server in DOCUMENT["servers"]]


def test_security_scheme() -> None:
    """The one way to authenticate is a bearer token that is a JWT."""
    (scheme,) = DOCUMENT["components"]["securitySchemes"].values()

    assert ("http", "bearer", "JWT") == (scheme["type"], scheme["scheme"], scheme["bearerFormat"])


def test_security_holds_for_every_operation() -> None:
    """The scheme stands at the top, and no operation has another."""
    found = [DOCUMENT.get("security"), *(one.get("security") for _, _, one in OPERATIONS.values())]

    assert [[{name: []} for name in DOCUMENT["components"]["securitySchemes"]], *([None] * len(OPERATIONS))] == found


def test_tags() -> None:
    """The page's four tags stand in the vendor's order."""
    assert TAGS == [tag["name"] for tag in DOCUMENT["tags"] if tag["name"] in TAGS]


def test_census_is_whole() -> None:
    """The document has every operation of the page, and each operationId once."""
    assert set() == CENSUS.keys() - OPERATIONS.keys()
    assert len(OPERATIONS) == sum(len(item) for item in DOCUMENT["paths"].values())


@pytest.mark.parametrize("operation_id", CENSUS)
def test_operation(operation_id: str) -> None:
    """An operation has the page's method, path, success and failures, and its retry class."""
    method, path, one = OPERATIONS[operation_id]
    documented = CENSUS[operation_id][3].split()
    success, *failures = one["responses"]
    failures = [status for status in failures if status in documented]

    assert CENSUS[operation_id] == (method, path, success, " ".join(failures), one["x-retry"])


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_each_operation_has_one_tag(operation_id: str) -> None:
    """An operation has one tag, which the document describes."""
    (tag,) = OPERATIONS[operation_id][2]["tags"]

    assert tag in [one["name"] for one in DOCUMENT["tags"]]


def test_operations_by_tag() -> None:
    """Each known operation has the service's tag."""
    found = {tag: {name for name in CENSUS if OPERATIONS[name][2]["tags"] == [tag]} for tag in TAGS}

    assert {tag: set(names) for tag, names in TAG_OF.items()} == found


@pytest.mark.parametrize("operation_id", SUMMARIES)
def test_summary(operation_id: str) -> None:
    """An operation has the page's summary."""
    assert SUMMARIES[operation_id] == OPERATIONS[operation_id][2]["summary"]


@pytest.mark.parametrize("operation_id", CENSUS)
def test_bodies(operation_id: str) -> None:
    """Request and success are components."""
    one = OPERATIONS[operation_id][2]
    request = name_of(body(one["requestBody"])) if "requestBody" in one else None
    success, *_ = one["responses"].values()

    assert BODIES[operation_id] == (request, name_of(body(success)))


def test_request_bodies_are_required() -> None:
    """An operation that takes a body takes it always."""
    found = {name: one["requestBody"]["required"] for name, (_, _, one) in OPERATIONS.items() if "requestBody" in one}

    assert {name for name, (request, _) in BODIES.items() if request} <= found.keys()
    assert {True} == set(found.values())


def test_failures() -> None:
    """A 4xx carries a client error and a 5xx a server error, with one exception."""
    found = {
        (name, status): name_of(body(response))
        for name, (_, _, one) in OPERATIONS.items()
        for status, response in one["responses"].items()
        if status >= "4"
    }
    documented = {
        (name, status): "ClientError" if status < "5" else "ServerError"
        for name, (*_, failures, _) in CENSUS.items()
        for status in failures.split()
    }

    expected = documented | {("retriggerCampaignAutomations", "404"): "ServerError"}
    assert expected == {key: found.get(key) for key in expected}


@pytest.mark.parametrize("operation_id", CENSUS)
def test_path_parameters(operation_id: str) -> None:
    """The ids in a path are its parameters, in that order, and UUIDs."""
    uuid = {"type": "string", "format": "uuid"}
    _, path, one = OPERATIONS[operation_id]
    parameters = [parameter for parameter in map(resolved, one.get("parameters", ())) if parameter["in"] == "path"]

    assert [(name, True, uuid) for name in re.findall(r"{(\w+)}", path)] == [
        (parameter["name"], parameter["required"], parameter["schema"]) for parameter in parameters
    ]


def test_query_parameters() -> None:
    """Optional parameters narrow getRecipients; the status of the automation may be repeated."""
    found = {
        (name, one["name"]): {word: one[word] for word in one.keys() - {"name", "in", "description"}}
        for name, (_, _, operation) in OPERATIONS.items()
        for one in map(resolved, operation.get("parameters", ()))
        if one["in"] == "query"
    }
    statuses = {"type": "array", "items": {"$ref": "#/components/schemas/AutomationStatus"}}
    expected = {
        ("getRecipients", "limit"): {"schema": {"type": "integer", "minimum": 1, "default": 25}},
        ("getRecipients", "next"): {"schema": {"type": "string"}},
        ("getRecipients", "q"): {"schema": {"type": "string"}},
        ("getRecipients", "automation_status"): {"style": "form", "explode": True, "schema": statuses},
        ("getRecipients", "portal_status"): {"schema": {"$ref": "#/components/schemas/PortalStatus"}},
        ("getRecipients", "email_status"): {"schema": {"$ref": "#/components/schemas/EmailStatus"}},
        ("getRecipients", "from"): {"schema": {"type": "integer", "minimum": 0}},
    }

    assert expected == {key: found.get(key) for key in expected}


def test_names_of_schemas() -> None:
    """The components include the page's 32 schemas and the ones named here."""
    assert (32, set()) == (len(PAGE_SCHEMAS), KNOWN.keys() - SCHEMAS.keys())


@pytest.mark.parametrize(("name", "expected"), [*KNOWN.items(), *TODAY.items(), ("Recipient", SERVICE_FIELDS)])
def test_shape(name: str, expected: str) -> None:
    """A component has the documented fields with their types, variants or enum values, and may have more."""
    separator = re.compile(r", | \| ")
    documented = separator.split(expected)

    assert documented == [part for part in separator.split(shape(SCHEMAS[name])) if part in documented]


@pytest.mark.parametrize("name", ["SetupCampaignRequest", "SetupCampaignResponse"])
def test_setup_is_a_union(name: str) -> None:
    """The request and the response of a set-up are told apart by `type`, with one variant today."""
    schema = SCHEMAS[name]

    assert 1 == len(schema["oneOf"])
    assert {"tariff_change": schema["oneOf"][0]["$ref"]} == schema["discriminator"]["mapping"]


def test_enums_are_components() -> None:
    """No enum stands inline, where a generator would have to make up a name."""
    found = {where for where, node in nodes(DOCUMENT) if isinstance(node.get("enum"), list)}

    assert {("components", "schemas", name) for name, schema in SCHEMAS.items() if "enum" in schema} == found


def test_enums_are_strings() -> None:
    """An enum says its type, which its values alone do not."""
    assert {"string"} == {schema.get("type") for schema in SCHEMAS.values() if "enum" in schema}


def test_objects_are_components() -> None:
    """No object with known fields stands inline, except the own part of an `allOf` component."""
    found = [where for where, node in nodes(DOCUMENT) if isinstance(node.get("properties"), dict)]
    outside = [where for where in found if where[:2] != ("components", "schemas") or len(where) > 3]

    assert [] == [where for where in outside if where[:2] != ("components", "schemas") or where[3:-1] != ("allOf",)]


def test_variants_are_references() -> None:
    """Every variant is a component, so that none loses its operation in a generator."""
    variants = [one for _, node in nodes(DOCUMENT) for key in ("anyOf", "oneOf") for one in node.get(key, ())]

    assert [["$ref"]] * len(variants) == [list(variant) for variant in variants]


def test_variants_may_overlap() -> None:
    """A oneOf has a discriminator: without one it would refuse what satisfies two forms at once."""
    assert [] == [where for where, node in nodes(DOCUMENT) if "oneOf" in node and "discriminator" not in node]


def test_limits() -> None:
    """Ids to match are 1 to 100 and unique, targets to query at least one; nothing else on the page has a limit."""
    words = ("minItems", "maxItems", "uniqueItems", "minimum", "maximum", "minLength", "maxLength", "pattern")
    found = {
        where[2:]: [node.get(word) for word in words[:3]]
        for where, node in nodes(DOCUMENT["components"], ("components",))
        if any(word in node for word in words) and (where[2], where[-1]) in KNOWN_FIELDS
    }

    assert {
        ("MatchCampaignParams", "properties", "campaign_ids"): [1, 100, True],
        ("MatchTargetParams", "properties", "target_ids"): [1, 100, True],
        ("GetTargetQueriesParams", "properties", "target_ids"): [1, None, True],
    } == found


def test_closed_objects() -> None:
    """Of the page's objects, only the bodies of the three POSTs that read refuse unknown keys."""
    closed = {name for name in KNOWN if SCHEMAS[name].get("additionalProperties") is False}

    assert {"MatchCampaignParams", "MatchTargetParams", "GetTargetQueriesParams"} == closed


def test_entities_are_open() -> None:
    """Attributes that customers add are expected where they are known to come."""
    opened = {name for name in KNOWN if SCHEMAS[name].get("additionalProperties") is True}

    assert {"BaseEntityAcl", "Campaign", "LocalizedText", "Target"} == opened


def test_read_only_fields() -> None:
    """Of the page's fields, those that the platform or the service sets are read-only."""
    known = {field for _, field in KNOWN_FIELDS}
    found = {where[-1] for where, node in nodes(DOCUMENT) if node.get("readOnly")} & known

    of_recipients = {"title", "updated_at", "portal_status_updated_at"}
    assert of_recipients | {"_org", "_owners", "_schema", "_title", "_created_at", "_updated_at", "_acl"} == found


def test_the_service_sets_what_it_added_to_recipients() -> None:
    """The fields that the page does not have are read-only."""
    fields_of_recipients = SCHEMAS["Recipient"]["properties"]

    assert [] == [
        one for one in re.findall(r"(\w+)\?:", SERVICE_FIELDS) if fields_of_recipients[one].get("readOnly") is not True
    ]


def test_everything_is_described() -> None:
    """Operations, parameters, bodies, responses, components, fields and tags all say what they are."""
    parts = [
        *DOCUMENT["tags"],
        *(one for _, _, one in OPERATIONS.values()),
        *(one["requestBody"] for _, _, one in OPERATIONS.values() if "requestBody" in one),
        *(parameter for _, _, one in OPERATIONS.values() for parameter in one.get("parameters", ())),
        *(response for _, _, one in OPERATIONS.values() for response in one["responses"].values()),
        *SCHEMAS.values(),
        *(field for _, node in nodes(SCHEMAS) for field in node.get("properties", {}).values()),
    ]

    assert [] == [part for part in parts if not resolved(part).get("description")]


def test_our_names_are_marked() -> None:
    """Components that are named here are marked as ours, and none of the page is."""
    marked = re.findall(r"^    (\w+):  # ours$", SPEC.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(NAMED_HERE) <= set(marked)
    assert set() == set(marked) & set(PAGE_SCHEMAS)
