"""Condenses records into a Summary, one module a kind of summary.

Law: records in, `Summary` out. No I/O, no clock, no asyncio, no Slack. Ages are counted from the moment the records were
true (`Part.at`), so the same records always make the same summary. Text is plain text: nothing here escapes or marks up.
Every module without an underscore is one kind of summary.
"""
