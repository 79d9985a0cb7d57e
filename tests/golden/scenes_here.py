"""Situations of what the bot says of a channel."""

from processors import here
from processors._summary import Summary


def situations() -> dict[str, Summary]:
    """Return what people see of it in each situation, by the situation's name."""
    return {
        "here_invited": here.summary("/sre", "U0SREHUB", incidents=False, configured=False, direct=False),
        "here_made": here.summary("/sre", "U0SREHUB", incidents=True, configured=False, direct=False, by="U0ANA"),
        "here_undone": here.summary("/sre", "U0SREHUB", incidents=False, configured=False, direct=False, by="U0ANA"),
        "here_configured": here.summary("/sre", "U0SREHUB", incidents=True, configured=True, direct=False),
        "here_direct": here.summary("/sre", "U0SREHUB", incidents=False, configured=False, direct=True),
    }
