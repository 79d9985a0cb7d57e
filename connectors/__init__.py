"""Talks to the systems that are asked, one module an upstream.

Law: a connector talks to one upstream and returns flat frozen records. It knows no Slack, no cache, no command and no
other connector. Every module without an underscore is one upstream; it holds one `CONNECTOR`, an instance of
`connectors._contract.Connector`, by which the bot finds it. Everything that can go wrong leaves a connector as an
`UpstreamError` (see `connectors._errors`).
"""
