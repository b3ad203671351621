import pytest
from django import forms
from django.utils import translation

from duijie.kernel.errors import RuleBroken
from duijie.web.frame.forms import show_refusal
from duijie.web.frame.wording import all_messages, messages_of


class Sample(forms.Form):
    what = forms.CharField(label="需要什么？")
    phone = forms.CharField(label="联系电话", max_length=5)
    kind = forms.ChoiceField(label="哪一类", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    number = forms.IntegerField(label="多少户？", required=False)
    agreed = forms.BooleanField(label="我同意")
    secret = forms.CharField(widget=forms.HiddenInput)


def test_a_missing_answer_is_named_by_its_question():
    form = Sample({"number": "许多"})
    said = {name: list(messages_of(form[name])) for name in ("what", "phone", "kind", "agreed")}
    assert said == {
        "what": ["请回答：需要什么？"],
        "phone": ["请填写“联系电话”。"],
        "kind": ["请选择：哪一类"],
        "agreed": ["请勾选“我同意”后再继续。"],
    }


def test_an_error_says_which_question_it_is_about():
    form = Sample({"number": "许多", "phone": "123456"})
    assert list(messages_of(form["number"])) == ["多少户？请填写整数。"]
    assert list(messages_of(form["phone"])) == ["联系电话：最多 5 个字，现在有 6 个字。"]
    with translation.override("en"):
        assert list(messages_of(Sample({"number": "many"})["number"])) == ["多少户？ Enter a whole number."]


def test_the_words_of_a_refused_act_stand_as_they_are():
    form = Sample({})
    form.errors.clear()
    show_refusal(form, RuleBroken("There is no such division.", field="phone"))
    assert list(messages_of(form["phone"])) == ["There is no such division."]


def test_the_summary_leads_to_the_first_input_of_each_question():
    addresses = {words: address for address, words in all_messages(Sample({}))}
    assert addresses["请回答：需要什么？"] == "#id_what"
    assert addresses["请选择：哪一类"] == "#id_kind_0"


def test_an_error_of_a_hidden_field_or_of_the_whole_form_has_no_address():
    form = Sample({})
    form.add_error(None, "两处不一致。")
    addresses = [address for address, _ in all_messages(form)]
    assert addresses[0] == ""
    assert addresses[-1] == ""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_summary_and_the_field_use_the_same_words(rendered, language):
    with translation.override(language):
        form = Sample({"number": "many"})
        page = rendered("{% error_summary form %}{% form_fields form %}", form=form)
        for name in ("what", "phone", "kind", "number", "agreed"):
            for words in messages_of(form[name]):
                assert page.count(words) == 2, words
