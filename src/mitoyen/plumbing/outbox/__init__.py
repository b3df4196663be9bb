"""Mail is written in the transaction that causes it, and sent after it.

==============  ==========================================================
``backend``     what Django's own mails (passwords…) go through
==============  ==========================================================
"""
