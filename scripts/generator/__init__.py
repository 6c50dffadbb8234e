"""From an OpenAPI document to the text of a Python package.

    load → foreign → unsupported → normalise → classes, reach → parse
         → types, models, operations, vendor → render → write

`foreign` brings documents that are not of `specs/` into the form that ours have; nothing behind it knows another form.
`parse` is openapi-python-client (pinned): it judges the form of the document and makes the names. What a node *means*
(types, wire forms, evidence, texts) is read from the document itself, by the JSON pointers of its nodes.
"""
