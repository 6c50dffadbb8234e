"""What a host asks of programs in its robots.txt: what to leave alone, and how long to wait between two requests."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

from attrs import field, frozen

_EVERYTHING = ("User-agent: *", "Disallow: /")
LONGEST_DELAY = 60.0
"""Seconds between two requests that a watch over some dozen pages can wait."""


@frozen
class Robots:
    """The wishes of one host.

    Attributes:
        agent: What the program calls itself.
        rules: The file, parsed.
    """

    agent: str
    rules: RobotFileParser = field(repr=False)

    @classmethod
    def read(cls, agent: str, status: int, text: str) -> Robots:
        """From the answer to a request for the file.

        Args:
            agent: What the program calls itself.
            status: 401 and 403 forbid everything, any other status without a file nothing.
            text: The file.
        """
        rules = RobotFileParser()
        written = {200: text.splitlines(), 401: _EVERYTHING, 403: _EVERYTHING}
        rules.parse(written.get(status, ()))
        return cls(agent, rules)

    def allows(self, url: str) -> bool:
        """Whether the host lets programs have a page."""
        return self.rules.can_fetch(self.agent, url)

    @property
    def delay(self) -> float:
        """Seconds that the host wants between two requests; 0 if it does not say."""
        return float(self.rules.crawl_delay(self.agent) or 0)
