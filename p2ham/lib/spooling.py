"""Large uploads on their way in: in temporary files without a name, which are gone with the process that holds them.

A full disk tears one file and nothing else: the form with all that was typed still reaches its view, which says so.
"""

import logging
import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

logger = logging.getLogger(__name__)


class Spooled(UploadedFile):
    """An upload in a temporary file; ``is_whole`` tells whether the disk took all of it."""

    is_whole = True


class SpoolingUploadHandler(FileUploadHandler):
    """Takes what is too large for the memory."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin another file."""
        super().new_file(*args, **kwargs)
        self.is_whole = True
        self.file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 (closed with the request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write on, as long as the disk takes it; what the link still brings is read past."""
        if self.is_whole:
            try:
                self.file.write(raw_data)
                self.file.flush()
            except OSError:
                logger.exception("no room for an upload on its way in")
                self.is_whole = False

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file as the view gets it."""
        if self.is_whole:
            self.file.seek(0)
        else:
            # A new one: what the old one still holds back would be written at its end.
            self.file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        made = Spooled(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
        made.is_whole = self.is_whole
        return made

    def upload_interrupted(self) -> None:
        """The link broke: nothing is kept."""
        if hasattr(self, "file"):
            self.file.close()
