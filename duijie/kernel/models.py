"""The kernel's tables, gathered for Django from the parts that own them."""

from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.files.models import StoredFile, UploadChunk
from duijie.kernel.gateways.models import LocalMessage
from duijie.kernel.limits.models import Attempt
from duijie.kernel.submissions.models import Submission

__all__ = ["Attempt", "AuditEntry", "LocalMessage", "StoredFile", "Submission", "UploadChunk"]
