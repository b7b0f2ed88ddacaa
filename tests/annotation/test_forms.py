"""The forms for notes share their fields, and nothing else."""

from __future__ import annotations

import uuid

from readings.annotation.forms import NoteForm


def sent(**changes):
    return {"kind": "block", "key": "p1", "body": "My words.", "uid": uuid.uuid4(), **changes}


def test_a_form_without_a_field_leaves_the_others_theirs():
    one, other = NoteForm(), NoteForm()
    del one.fields["words"]
    assert "words" in other.fields
    assert "words" in NoteForm().fields


def test_forms_that_are_checked_side_by_side_say_their_own():
    good, wrong = NoteForm(sent()), NoteForm(sent(body="", kind="whale"))
    assert good.is_valid()
    assert set(wrong.errors) == {"body", "kind"}
    assert good.cleaned_data["body"] == "My words."
    assert not NoteForm().errors
