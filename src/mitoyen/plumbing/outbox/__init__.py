"""Mail is written in the transaction that causes it, and sent after it.

==============  ==========================================================
``writing``     ``write``: what our own actions call
``backend``     what Django's own mails (passwords…) go through
``sending``     the worker's part: by SMTP, tried again when it fails
==============  ==========================================================
"""

from mitoyen.plumbing.outbox.writing import Attachment, write

__all__ = ["Attachment", "write"]
