"""A process that calls when it is told to, from threads and tasks at once: `python -m … '{…}'`.

It says when it is ready; for each line it reads (settings of a client), every thread and task makes one call, and it
writes what came of them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from erp_client_runtime.errors import ERPClientError
from tests.unit.runtime.flow_support import GET
from tests.unit.runtime.token_support import AsyncTokenAcme, TokenAcme, credentials

ONE = {"term_id": "30N"}


async def by_tasks(count: int, options: dict[str, Any]) -> list[Any]:
    async with AsyncTokenAcme(auth=credentials(), **options) as client:

        async def one() -> Any:
            try:
                return (await client.call(GET, ONE)).code
            except ERPClientError as error:
                return repr(error)

        return await asyncio.gather(*(one() for _ in range(count)))


def main(threads: int, tasks: int) -> None:
    with ExitStack() as used, ThreadPoolExecutor(threads + 1) as pool:
        clients: dict[str, TokenAcme] = {}
        print("ready", flush=True)
        for line in sys.stdin:
            options = {"quota": None, **json.loads(line)}
            if line not in clients:
                clients[line] = used.enter_context(TokenAcme(auth=credentials(), **options))
            client = clients[line]

            def one(_: int, client: TokenAcme = client) -> Any:
                try:
                    return client.call(GET, ONE).code
                except ERPClientError as error:
                    return repr(error)

            in_tasks = pool.submit(asyncio.run, by_tasks(tasks, options))
            results = [*pool.map(one, range(threads)), *in_tasks.result()]
            print(json.dumps(results), flush=True)


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
