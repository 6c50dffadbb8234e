"""Simutek GKS4: what its documentation leaves open, and what a client has to survive because of that."""

from __future__ import annotations

from erp_sandbox.settings import OpenPoint

_BODIES = {
    "problem": "problem details of RFC 9457",
    "text": "plain text",
    "empty": "no body",
    "html": "a web page",
}

POINTS = (
    OpenPoint(
        "login_answer",
        "full",
        {
            "full": "access_token, token_type, and expires_in as a number",
            "text": "the same, with the number as text",
            "no_lifetime": "access_token and token_type",
            "bare": "access_token alone",
        },
        "Of the token endpoint's answer only access_token is shown; OAuth 2.0 requires token_type and recommends "
        "expires_in.",
    ),
    OpenPoint(
        "refused_login_status",
        "400",
        {"400": "as OAuth 2.0 has it for credentials in the form", "401": "as OAuth 2.0 allows, too"},
        "Which status wrong client credentials answer is not shown, only that every one but 200 is a failure.",
    ),
    OpenPoint(
        "refused_login_body",
        "oauth",
        {
            "oauth": "the error object of OAuth 2.0",
            "text": "plain text",
            "empty": "no body",
            "html": "a web page",
        },
        "What the token endpoint answers to an error is not shown; by its parameters it is an OAuth 2.0 server.",
    ),
    OpenPoint(
        "error_body",
        "problem",
        _BODIES,
        "No error body is shown; problem details would fit the platform, and nothing more is known.",
        "inferred",
    ),
    OpenPoint(
        "unlisted_errors",
        "standard",
        {"standard": "the statuses that HTTP has for them, such as 401, 404, 405, 406, 413 and 415"},
        "Only 400, 404 and 500 are listed for errors of operations; for a bad login, a path or a method that does not "
        "exist, and bodies that are too long or not JSON, nothing is.",
    ),
    OpenPoint(
        "accept_other_than_json",
        "refuse",
        {"refuse": "406, as HTTP has it for what is not offered"},
        "The samples accept anything and only JSON is documented; refusing tells a client that asks for another.",
    ),
    OpenPoint(
        "content_type_on_get",
        "optional",
        {"optional": "not looked at", "required": "415 without it"},
        "The header is asked for in every call, and the only sample of a GET has none.",
    ),
    OpenPoint(
        "final_slash",
        "refuse",
        {"refuse": "there is no such path", "accept": "the same as without it"},
        "Paths are shown without a slash at their end; refusing finds a client that adds one.",
    ),
    OpenPoint(
        "case_of_fields",
        "exact",
        {"exact": "a field in other letters is an unknown field"},
        "Whether names of fields are matched without regard to case is not known; exact finds a client that misspells.",
    ),
    OpenPoint(
        "slash_in_number",
        "encoded",
        {
            "encoded": "%2F is part of the number",
            "raw": "a plain slash is, too",
            "refuse": "a number holds no slash at all",
        },
        "Which characters a customer number may have is not stated, nor whether the server takes them in a path.",
    ),
    OpenPoint(
        "on_duplicate",
        "error",
        {"error": "400, the only listed status that fits", "overwrite": "the new customer replaces the old one"},
        "What creating a customer whose number exists already answers is not known; an error loses nothing.",
    ),
    OpenPoint(
        "number_left_to_server",
        "choose",
        {"choose": "the server chooses one", "refuse": "an error names the field"},
        "The number must be sent and may be null, which makes sense only if the server then chooses one.",
        "inferred",
    ),
    OpenPoint(
        "empty_number",
        "refuse",
        {"refuse": "an error names the field", "choose": "as if it were null"},
        "What an empty customer number means is not known; a customer with it could never be read.",
    ),
    OpenPoint(
        "created_customer",
        "empty",
        {"empty": "no body", "customer": "the customer", "text": "plain text"},
        "No content is documented for the 200 of a creation; a client must not stumble over content that comes.",
    ),
    OpenPoint(
        "created_status",
        "200",
        {"200": "as documented", "201": "created"},
        "200 is documented; texts and statuses of this API have varied, and a client must take every success.",
    ),
    OpenPoint(
        "unset_members",
        "null",
        {"null": "they are null", "absent": "they are left out"},
        "How members without a value are returned is not shown.",
    ),
    OpenPoint(
        "unknown_members",
        "no",
        {"no": "members that the documentation shows, and no others", "yes": "others, too, in every object"},
        "The only sample of a customer is not shown to its end, so there may be more members.",
    ),
    OpenPoint(
        "case_of_name",
        "ignore",
        {"ignore": "upper and lower case are the same", "exact": "they are not"},
        "The filter finds a part of the name at any position; whether case matters is not stated.",
    ),
    OpenPoint(
        "empty_filter",
        "ignore",
        {"ignore": "as if it were not there", "match": "customers whose value is empty or, for a part, all"},
        "What a filter without a value means is not stated.",
    ),
    OpenPoint(
        "order_of_list",
        "created",
        {"created": "the newest one at the end", "number": "by customer number"},
        "The order of the list is not stated.",
    ),
    OpenPoint(
        "other_language",
        "refuse",
        {"refuse": "an error names the field", "accept": "stored"},
        "Three languages are said to be accepted; what happens to others is not stated, so refusing is our reading.",
        "inferred",
    ),
    OpenPoint(
        "other_currency",
        "accept",
        {"accept": "stored", "refuse": "an error names the field if it is not three capital letters"},
        "The currency is said to be that of ISO 4217; whether and how it is checked is not stated.",
    ),
    OpenPoint(
        "order_name_left_out",
        "default",
        {"default": "Webshop order", "null": "the order has no name"},
        "One wording of the documentation has this default, another has none.",
    ),
    OpenPoint(
        "created_order",
        "object",
        {
            "object": "an object with orderNumber",
            "text": "the order's number as a JSON string",
            "order": "the whole order",
            "empty": "no body",
        },
        "What creating a sales order answers is not known; an order's number would be expected, and its name here is "
        "made up.",
    ),
    OpenPoint(
        "seed_customers",
        "10",
        {},
        "How many customers there are from the start; a larger number gives lists of several pages.",
    ),
)
