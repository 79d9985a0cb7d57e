"""Situations of a conversation: greetings, what is not sure, what is not understood."""

from golden.asked import asks, shown
from golden.scenes_status import picture

from processors import status, talk
from processors._summary import Summary
from processors.talk import Right


def situations() -> dict[str, Summary]:
    """Return what people see in a conversation in each situation, by the situation's name."""
    few = (Right(("pods *", "nodes"), ("prod",)), Right((), ("staging",), ("C1", "C2")))
    return {
        "talk_greeting": talk.greeting(None, changes=True),
        "talk_greeting_few": talk.greeting(few, changes=False),
        "talk_greeting_nobody": talk.greeting((), changes=False),
        "talk_offer": talk.offer(("pods pending", "pods restarting -n payments @prod")),
        "talk_offer_one": talk.offer(("workload checkout -n payments",)),
        "talk_change": talk.offer(("workload checkout -n payments",), changes=True),
        "talk_change_none": talk.offer((), changes=True),
        "talk_lost": talk.lost("the <!channel> meaning of `life`, and " + "of everything else " * 9),
        "talk_understood": talk.understood(shown(status.summary("", [picture()], asks("status"))), "status @prod"),
    }
