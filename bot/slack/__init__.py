"""The only room that knows Bolt: listeners that ack, read what came, and hand over to tasks that we own.

Law: a listener never raises, as an exception right after `ack()` can lose the ack, and never waits, as Bolt's tasks are
nobody's; but for the few interactions whose ack carries the answer, and they wait two seconds at most.
"""
