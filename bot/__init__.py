"""The application: it finds commands and connectors, and carries questions from Slack to them and answers back.

Law: everything here is handed its dependencies; only `app.py` makes them and closes them. Only `config.py` reads YAML and
the environment; only `slack/` knows Bolt; only `flow.py` has a broad `except`. Nothing here knows the playground.
"""
