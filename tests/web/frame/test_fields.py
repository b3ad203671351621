import pytest
from django import forms

from duijie.web.frame.fields import MoneyField, TextField, YesNoField


class Sample(forms.Form):
    amount = MoneyField(label="要多少钱？")
    text = TextField(label="情况", limit=10)
    asked = YesNoField(label="问过吗？")


def test_an_amount_is_kept_as_whole_fen():
    assert MoneyField().clean("1.2万") == 1_200_000
    assert MoneyField().clean("５０００元") == 500_000
    assert MoneyField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["-5", "1.234", "many"])
def test_what_is_no_amount_is_refused_in_words(typed):
    with pytest.raises(forms.ValidationError) as refused:
        MoneyField().clean(typed)
    assert typed in str(refused.value)


def test_a_kept_amount_is_shown_in_yuan_again():
    assert 'value="5000.5"' in str(Sample(initial={"amount": 500_050})["amount"])
    assert 'value="1.2万"' in str(Sample({"amount": "1.2万"})["amount"])


def test_the_unit_of_an_amount_is_read_out_with_the_field():
    assert 'aria-describedby="id_amount_unit"' in str(Sample()["amount"])


def test_a_text_that_is_too_long_is_counted_not_cut():
    field = str(Sample()["text"])
    assert "maxlength" not in field
    assert 'data-limit="10"' in field
    assert 'aria-describedby="id_text_count"' in field
    assert not Sample({"text": "字" * 11}).is_valid()


def test_yes_and_no_become_a_truth():
    form = Sample({"amount": "1", "text": "…", "asked": "no"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["asked"] is False
    assert 'value="no"' in str(Sample(initial={"asked": False})["asked"])
