"""From an OpenAPI document to the text of a Python package.

    load → document → extensions, normalise → parse → types, models, operations, vendor → render → write

`parse` is openapi-python-client (pinned): it resolves references, flattens and names classes, and judges the document.
What a node *means* (types, wire forms, evidence, texts) is read from the document itself: each parsed object carries
the JSON pointer of its node.
"""
