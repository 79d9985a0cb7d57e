"""People are told when an answer turns bad and when it is well again, by whichever replica looks.

Law: looks only through the flow, as the asker; what was told stands in the store before anything else is told; a change that
nobody was told of yet is told later, never lost.
"""
