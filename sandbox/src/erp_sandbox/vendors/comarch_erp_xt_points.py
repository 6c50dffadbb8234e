"""What the documentation of Comarch ERP XT leaves open and the sandbox had to decide."""

from __future__ import annotations

from erp_sandbox.settings import OpenPoint

_LOGIN = (
    OpenPoint(
        "token_lifetime_field",
        "expires",
        {
            "expires": "expires, as programs see it",
            "expires_in": "expires_in, as OAuth 2.0 has it",
            "both": "both fields",
            "neither": "no lifetime at all",
        },
        "The documentation says that the answer follows OAuth 2.0; programs that call the Polish server read the "
        "lifetime from another field.",
        "inferred",
    ),
    OpenPoint(
        "scope",
        "ignore",
        {"ignore": "as if it were not there", "refuse": "the error invalid_scope of OAuth 2.0"},
        "The documentation names no scope, and programs log in without one; what one does is not known.",
    ),
    OpenPoint(
        "token_refusal",
        "oauth",
        {
            "oauth": "an OAuth 2.0 error: 401 for wrong credentials, 400 for everything else",
            "oauth_400": "an OAuth 2.0 error, always 400",
            "envelope": "400 with the envelope of the other errors",
            "empty": "401 without a body",
        },
        "What wrong credentials answer is not shown; the answers of this endpoint are said to follow OAuth 2.0.",
        "inferred",
    ),
)

_ERRORS = (
    OpenPoint(
        "missing_status",
        "404",
        {"404": "404, which the documentation lists for what does not exist", "400": "400, as prints answer"},
        "The status of reading, changing or deleting an element that does not exist is not shown. The code "
        "EntityNotFoundException is sent with both; prints, and references to what does not exist, always answer 400.",
    ),
    OpenPoint(
        "error_body",
        "full",
        {
            "full": "Message, Code and Data",
            "message": "Message alone",
            "empty": "no body",
            "text": "plain text, no JSON",
        },
        "The body of an error is not documented; the envelope is what programs see at the Polish server.",
        "inferred",
    ),
    OpenPoint(
        "other_error_codes",
        "null",
        {"null": "Code is null"},
        "Only the code of something that does not exist has been seen; no other is made up here.",
    ),
    OpenPoint(
        "on_missing_get",
        "error",
        {"error": "the error for something that does not exist"},
        "What reading an element that does not exist answers is not shown; a 200 without an element would have no "
        "form.",
    ),
    OpenPoint(
        "other_accept",
        "ignore",
        {"ignore": "JSON is sent whatever a request accepts"},
        "JSON is documented as the only format, and 406 is not among the documented statuses; the token endpoint is "
        "known to take any Accept header.",
        "inferred",
    ),
)

_SHAPES = (
    OpenPoint(
        "json_ids",
        "present",
        {"present": "every object begins with $id, a running number", "absent": "no object has one"},
        "The documentation lists $id in every table of fields, but newer examples of the Polish edition lack it.",
        "inferred",
    ),
    OpenPoint(
        "unit_spelling",
        "UnitOfMeasurment",
        {
            "UnitOfMeasurment": "as the table of what is read has it",
            "UnitOfMeasurement": "as the table of what is sent has it",
        },
        "The documentation spells the unit in two ways; both are accepted in requests.",
        "inferred",
    ),
    OpenPoint(
        "date_offset",
        "+01:00",
        {
            "+01:00": "the offset of the winter, all the year",
            "+02:00": "the offset of the summer, all the year",
            "season": "the offset that the day has in Central Europe",
            "none": "no offset",
        },
        "Dates are answered as local midnight with an offset; in examples of the Polish edition it does not fit the "
        "season.",
        "inferred",
    ),
    OpenPoint(
        "empty_text",
        "null",
        {"null": "null", "empty": "an empty string"},
        "Both occur for texts that were never set; nothing says where which one does.",
        "inferred",
    ),
    OpenPoint(
        "date_in_requests",
        "day",
        {"day": "YYYY-MM-DD alone"},
        "Only this form is documented for requests; refusing another one shows the mistake at once.",
    ),
    OpenPoint(
        "print_form",
        "base64",
        {"base64": "bare Base64", "data_uri": "Base64 behind data:application/pdf;base64,"},
        "The document is documented to come in Base64; of two programs one expects a prefix of the length of this "
        "data URI, the other one none.",
    ),
    OpenPoint(
        "print_paths",
        "both",
        {"both": "both paths answer"},
        "The path of prints is not shown. The id before the word `print` and the id behind it are the forms that the "
        "Polish edition has had.",
        "inferred",
    ),
)

_LISTS = (
    OpenPoint(
        "query_options",
        "obey",
        {"obey": "as the Polish edition documents them", "ignore": "as if they were not there"},
        "$filter, $orderby and $fts are documented for the Polish edition only.",
    ),
    OpenPoint(
        "full_text",
        "contains",
        {"contains": "a text holds it, in whatever case; documents also have the name of their customer"},
        "What $fts searches is described by two examples, the description of a document and the name of a customer.",
        "inferred",
    ),
    OpenPoint(
        "text_comparison",
        "exact",
        {"exact": "by character; case matters, and null comes first in an order"},
        "How $filter and $orderby compare texts is not described.",
    ),
    OpenPoint(
        "order_of_list",
        "id",
        {"id": "by id", "changed": "what was changed last comes last"},
        "In which order a list without $orderby comes is not described.",
    ),
    OpenPoint(
        "list_limit",
        "1000000",
        {},
        "The largest number of elements in one answer is not known; some such number would cut a larger $top without "
        "a word.",
    ),
    OpenPoint(
        "seed_products",
        "4",
        {},
        "How many products there are at the start is up to the sandbox; many are good for trying paging.",
    ),
)

_RULES = (
    OpenPoint(
        "vat_rates",
        "german",
        {
            "german": "9 = 19 %, 8 = 7 %, all others 0 %",
            "polish": "9 = 23 %, 8 = 8 %, 7 = 5 %, 6 = 4 %, all others 0 %",
        },
        "The table of VAT keys has no percentages but that of key 2, which is 0 %; net and gross cannot be computed "
        "without. The German rates are a guess; the Polish ones are documented for the Polish edition.",
    ),
    OpenPoint(
        "other_vat_key",
        "refuse",
        {"refuse": "an error names the field", "accept": "stored, with 0 %"},
        "What a VAT key that is not in the table answers is not known; refusing shows the mistake at once.",
    ),
    OpenPoint(
        "other_numbers",
        "accept",
        {"accept": "stored, PaymentStatus of a new invoice excepted"},
        "Which numbers there are besides the named ones of CustomerType, Type and ReportingPeriod is not known.",
    ),
    OpenPoint(
        "price_if_left_out",
        "null",
        {"null": "both prices are null", "zero": "both prices are 0"},
        "The documentation computes net from gross and gross from net, and does not say what becomes of a product "
        "without either.",
    ),
    OpenPoint(
        "price_on_update",
        "net",
        {"net": "gross is computed from net if the request has net, else net from gross"},
        "The rule is documented for creation; it is taken for changes, too.",
        "inferred",
    ),
    OpenPoint(
        "rounding",
        "half_up",
        {"half_up": "computed amounts have two decimals, halves go up"},
        "How computed amounts are rounded is not known; it is what invoices do.",
    ),
    OpenPoint(
        "largest_amount",
        "1000000000000000",
        {},
        "The largest amount or quantity is not known; nothing anybody sells comes near this one.",
    ),
    OpenPoint(
        "codes_unique",
        "no",
        {"no": "several elements may share one", "yes": "a conflict, 400"},
        "Whether ProductCode and CustomerCode have to be unique is not documented.",
    ),
    OpenPoint(
        "code_form",
        "number",
        {"number": "a letter and the id"},
        "The form of a code that the server assigns is not shown, and for customers not even that it assigns one.",
        "inferred",
    ),
    OpenPoint(
        "customer_type_if_left_out",
        "1",
        {"0": "end consumer", "1": "business", "null": "null"},
        "CustomerType is optional, and its default is not shown.",
    ),
    OpenPoint(
        "customer_kind",
        "1",
        {"1": "customer", "2": "supplier"},
        "CustomerKind cannot be sent, so new elements have one kind; which is not said.",
    ),
    OpenPoint(
        "address_if_left_out",
        "null",
        {"null": "null", "empty": "an address whose parts are not set"},
        "What becomes of a customer without an address is not documented.",
    ),
    OpenPoint(
        "primary",
        "independent",
        {"independent": "several elements may be the default"},
        "Whether making a payment type or a bank account the default takes that away from the others is not known.",
    ),
    OpenPoint(
        "number_form",
        "id",
        {"id": "RE/ or AU/, the id, and the year of issue"},
        "The form of document numbers is not shown.",
    ),
    OpenPoint(
        "confirmed_documents",
        "refuse",
        {"refuse": "changing or deleting them is an error", "accept": "they can be changed and deleted"},
        "The API handles saved documents, and of confirmed ones data and prints; what else answers is not shown.",
        "inferred",
    ),
    OpenPoint(
        "references_on_update",
        "new",
        {"new": "what the request names and the element had not must exist"},
        "References are taken to be checked on creation; a change may keep what has been deleted since.",
        "inferred",
    ),
    OpenPoint(
        "delete_referenced",
        "accept",
        {"accept": "deleted; documents keep the id"},
        "Whether something can be deleted that documents refer to is not known.",
    ),
)

POINTS = (*_LOGIN, *_ERRORS, *_SHAPES, *_LISTS, *_RULES)
