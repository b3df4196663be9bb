"""What people give: recognised by its content, re-encoded when it is an image, kept, served with care.

==============  ======================================================================================
``content``     what a file truly is, whatever its name says
``images``      the version of an image that may be shown: upright, smaller, without its metadata
``placeless``   its private original, without where it was taken
``purposes``    what each use accepts, and who may read it; each app declares its own
``storing``     ``store``, once for each request; erasure on its date
``errors``      what is refused, in sentences
==============  ======================================================================================

The address of a file is served by ``plumbing.web.files``.
"""

from mitoyen.plumbing.files.content import DOCUMENTS, IMAGES, TABLES
from mitoyen.plumbing.files.purposes import Purpose, accept
from mitoyen.plumbing.files.storing import store

__all__ = ["DOCUMENTS", "IMAGES", "TABLES", "Purpose", "accept", "store"]
