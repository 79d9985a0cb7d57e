"""Alerts that come in: one message a group, in the state that Alertmanager says.

Law: intake changes what is known, the worker shows what is known, and they meet only in the store; what is shown is always
made anew of the state.
"""
