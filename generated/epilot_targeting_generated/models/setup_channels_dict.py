# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupChannelsDict."""

from typing import NotRequired, TypedDict

from .setup_email import SetupEmail
from .setup_portal_widget import SetupPortalWidget


class SetupChannelsDict(TypedDict):
    """`SetupChannels` as a plain dict in the shape of the JSON object."""

    portal_widget: NotRequired["SetupPortalWidget | SetupPortalWidgetDict"]
    """The block of a portal that shows the campaign."""

    email: NotRequired["SetupEmail | SetupEmailDict"]
    """The e-mail of the campaign: at least one of the two. An automation is used as it is; otherwise a flow is created
    from the template. It becomes the `flow_id` of the campaign. At least 1 member."""


from .setup_email_dict import SetupEmailDict  # noqa: E402
from .setup_portal_widget_dict import SetupPortalWidgetDict  # noqa: E402
