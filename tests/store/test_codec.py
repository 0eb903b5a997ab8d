"""What a revision's row holds, comes out as it went in."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from matrix.domain.document import meaning
from matrix.domain.provenance import Gone, LastChange, Provenance
from matrix.domain.revision import RevisionRef
from matrix.store.codec import dump, load, pack, unpack
from tests.support.documents import standard


def test_a_document_is_kept_whole_as_json() -> None:
    document = standard()
    assert load(dump(document)) == document
    assert load(dump(document)).hash == document.hash
    assert dump(load(dump(document))) == dump(document)


def test_a_document_from_before_questions_could_be_optional_is_read_and_keeps_its_hash() -> None:
    document = replace(standard(), questions=tuple(replace(q, optional=False) for q in standard().questions))
    before = json.loads(dump(document))
    for question in before["questions"]:
        del question["optional"]
    assert load(json.dumps(before)) == document
    assert not any("optional" in question for question in meaning(document)["questions"])
    assert document.hash != standard().hash


def test_a_payload_holds_a_document_and_what_it_knows_of_the_past() -> None:
    revision = RevisionRef(2, "ab" * 32, datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC))
    provenance = Provenance(
        {("inference-options", "gpu-support", "batch-transform"): LastChange(revision, None)},
        {("feature", "fax"): Gone("the row “Fax”\n", 1)},
    )
    payload = pack(standard(), provenance)
    assert unpack(payload) == unpack(memoryview(payload)) == (standard(), provenance)
    assert len(payload) < len(dump(standard())) / 4, "compressed"
