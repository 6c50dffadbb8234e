"""Connections on which more came than the answer: they are not used again.

A server, or something before it, that sends an answer twice would have the next call take the second one for its own,
and every later call that of the call before it. httpx looks only whether bytes wait in the socket; what it has read
along with an answer it keeps, and takes for the beginning of the next one.
"""

from __future__ import annotations

from typing import Any

# From a response of httpx to the state of its connection by h11, which has the interface for both questions below. The
# names in between are not public: tests tell when they change.
_INWARDS = ("stream", "_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state")


def spoil_if_more_came(response: Any) -> None:
    """Have the connection of a response that is read closed with it if there is more on it; of HTTP/1.1 only."""
    state = response
    for name in _INWARDS:
        state = getattr(state, name, None)
        if state is None:
            return
    if state.trailing_data[0]:
        state.send_failed()  # a connection that is not in order is closed and not kept
