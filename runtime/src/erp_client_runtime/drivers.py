"""The two drivers: they do what a flow asks for, synchronously or asynchronously, and nothing else.

Whatever happens (an error, a cancelled task, Ctrl-C), the flow is closed, so that its `finally` blocks give back
permits and places in the queue, and end what others wait for.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from erp_client_runtime.effects import Ask, Effect, Send, Sleep

if TYPE_CHECKING:
    from erp_client_runtime.clock import Clock
    from erp_client_runtime.http import AsyncSender, Sender

T = TypeVar("T")

Flow: TypeAlias = Generator[Effect, Any, T]


def drive(flow: Flow[T], sender: Sender, clock: Clock) -> T:
    """Run a flow to its end and return its result."""
    result: Any = None
    try:
        while True:
            try:
                effect = flow.send(result)
            except StopIteration as done:
                value: T = done.value
                return value
            if isinstance(effect, Send):
                result = sender.send(effect)
            elif isinstance(effect, Sleep):
                clock.sleep(effect.seconds)
                result = None
            elif isinstance(effect, Ask):
                result = effect.do()
            else:
                result = effect.flight.wait(effect.seconds)
    finally:
        flow.close()


async def drive_async(flow: Flow[T], sender: AsyncSender, clock: Clock) -> T:
    """Run a flow to its end on the running event loop and return its result."""
    result: Any = None
    try:
        while True:
            try:
                effect = flow.send(result)
            except StopIteration as done:
                value: T = done.value
                return value
            if isinstance(effect, Send):
                result = await sender.send(effect)
            elif isinstance(effect, Sleep):
                await clock.sleep_async(effect.seconds)
                result = None
            elif isinstance(effect, Ask):
                result = await effect.do_async()
            else:
                result = await effect.flight.wait_async(effect.seconds)
    finally:
        flow.close()
