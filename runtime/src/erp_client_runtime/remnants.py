"""Connections on which more came than the answer: they are not used again.

A server, or something before it, that sends an answer twice would have the next call take the second one for its own,
and every later call that of the call before it. httpx looks only whether bytes wait in the socket; what it has read
along with an answer it keeps, and takes for the beginning of the next one.
"""

from __future__ import annotations

from typing import Any

# From a response of httpx to its connection. These names, and those below, are not public: tests tell when they change.
_INWARDS = ("stream", "_stream", "_httpcore_stream", "_stream", "_connection")


def spoil_if_more_came(response: Any) -> None:
    """Have the connection of a response that is read closed if there is more on it; of HTTP/1.1 only."""
    connection = response
    for name in _INWARDS:
        connection = getattr(connection, name, None)
    state = getattr(connection, "_h11_state", None)
    if state is None or not state.trailing_data[0]:
        return
    if response.is_closed:
        # A hook of the user's client has read it, so that the connection is back among those that are kept. As one
        # that was kept for too long it is closed before the next request.
        connection._expire_at = 0.0
    else:
        state.send_failed()  # a connection that is not in order is closed and not kept
