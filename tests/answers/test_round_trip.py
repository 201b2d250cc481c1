"""Any audit that the product's own screens/ allow is unchanged after it is written and read."""

from __future__ import annotations

import orjson
from hypothesis import given
from tests.businesses import our_content
from tests.strategies import audits, fewer

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.former_names import with_current_names
from trueup.answers.model import Audit

CONTENT = our_content()


@fewer(8)
@given(audits(CONTENT))
def test_every_audit_survives_being_written_and_read(audit: Audit) -> None:
    document = document_from_audit(audit)
    assert with_current_names(document) == (document, ()), "none of it reads as a former name"
    written = orjson.dumps(document)
    read = audit_from_document(orjson.loads(written), CONTENT)
    assert read == audit
    assert orjson.dumps(document_from_audit(read)) == written
