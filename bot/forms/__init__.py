"""The modals: a form that builds a command, and what a message names, to be asked about.

Law: a form ends in command lines like everything else, which are parsed and allowed again when they are asked. What is
opened comes within three seconds, so it is made of what is known; only suggestions ask the systems, through the cache.
"""
