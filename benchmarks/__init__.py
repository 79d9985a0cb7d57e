"""Measures the bot beside others, side by side in one run: `make bench`, or `python -m benchmarks [section …]`.

Law: every contestant runs in a process of its own, so that its memory and its processor time are its own; rounds are
interleaved (A B C A B C …), so that a slow moment of the machine meets all of them; no figure decides a test.
"""
