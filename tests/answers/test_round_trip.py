"""What can be answered in the product's own screens/ survives the file: no audit is lost or changed by saving it."""

from __future__ import annotations

import orjson
from hypothesis import given
from tests.businesses import our_content
from tests.strategies import audits

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Audit

CONTENT = our_content()


@given(audits(CONTENT))
def test_every_audit_survives_being_written_and_read(audit: Audit) -> None:
    written = orjson.dumps(document_from_audit(audit))
    read = audit_from_document(orjson.loads(written), CONTENT)
    assert read == audit
    assert orjson.dumps(document_from_audit(read)) == written
