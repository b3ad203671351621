import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from django.utils import translation
from django.utils.safestring import mark_safe

from duijie.kernel.lifecycle.tables import Lifecycle
from duijie.web.frame import components
from duijie.web.frame.acts import Button
from duijie.web.frame.parts import Column, Entry, Fact, Figure, Link, Paging, State, Step, Table, Task
from duijie.web.frame.states import SHAPES
from duijie.web.frame.templatetags import frame, words

LAMP = Lifecycle(name="lamp", states={"on": "Under way", "off": "Closed"}, initial="on", transitions=())


class Search(forms.Form):
    words = forms.CharField(label="关键词", required=False)
    county = forms.MultipleChoiceField(label="县", choices=[("a", "甲县"), ("b", "乙县")], required=False)


class Question(forms.Form):
    kind = forms.ChoiceField(label="哪一类？", help_text="选一项。", choices=[("a", "甲")], widget=forms.RadioSelect)
    note = forms.CharField(label="备注", required=False, help_text="<b>可不填</b>")


def test_a_state_has_words_and_a_shape(rendered):
    assert '<span class="tag waiting">待对接</span>' in rendered('{% state_tag "Waiting for a match" %}')
    assert '<span class="tag moving">实施中</span>' in rendered('{% state_tag "on" lifecycle=lamp %}', lamp=LAMP)
    assert '<span class="tag waiting"></span>' in rendered('{% state_tag "" %}')


def test_every_shape_is_drawn(settings):
    css = (settings.PACKAGE_DIR / "web/frame/static/frame/frame.css").read_text()
    assert all(f".tag.{shape}" in css for shape in SHAPES.values())


def test_a_group_of_choices_has_a_legend_and_its_hint(rendered):
    page = rendered("{% form_field form.kind %}", form=Question())
    assert '<fieldset aria-describedby="id_kind_helptext">' in page
    assert "<legend>哪一类？" in page
    assert 'id="id_kind_helptext">选一项。' in page


def test_a_wrong_field_is_marked_for_everybody(rendered):
    page = rendered("{% form_field form.kind %}", form=Question({}))
    assert 'class="field wrong"' in page
    assert 'aria-describedby="id_kind_helptext id_kind_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_question_of_a_page_is_its_heading(rendered):
    page = rendered("{% form_field form.note heading=True %}", form=Question())
    assert '<h1 class="question"><label for="id_note">备注' in page


def test_what_need_not_be_answered_says_so_and_help_is_only_text(rendered):
    page = rendered("{% form_field form.note %}", form=Question())
    assert "（选填）" in page
    assert "&lt;b&gt;" in page


def test_django_renders_a_whole_form_with_the_same_markup(rendered):
    assert rendered("{{ form }}", form=Question()) == rendered("{% form_fields form %}", form=Question()).strip()


def test_a_summary_list_names_the_question_in_each_link(rendered):
    page = rendered(
        "{% summary_list facts %}", facts=[Fact("要什么？", None, "/edit"), Fact("状态", State("on", LAMP))]
    )
    assert '<a href="/edit">修改<span class="unseen"> 要什么？</span></a>' in page
    assert "<dd>—</dd>" in page
    assert '<span class="tag moving">实施中</span>' in page


def test_a_task_that_cannot_start_is_no_link(rendered):
    page = rendered("{% task_list tasks %}", tasks=[Task("照片", "Done", "/photos"), Task("提交", "Cannot start yet")])
    assert page.count("<a ") == 1
    assert "暂不能填写" in page


def test_a_journey_says_where_it_is(rendered):
    steps = [Step("提交", "done", date(2026, 9, 3)), Step("对接", "now"), Step("签约", "later")]
    page = rendered("{% journey steps %}", steps=steps)
    assert '<time datetime="2026-09-03">2026年9月3日</time>' in page
    assert '<li class="now" aria-current="step">' in page
    assert "（已完成）" in page


def test_a_history_leads_to_the_verification_record(rendered):
    entry = Entry(datetime(2026, 9, 3, 1, 5, tzinfo=UTC), "提交", "示例村", "备注", "/record")
    page = rendered("{% history entries %}", entries=[entry])
    assert "2026年9月3日 09:05" in page
    assert '<a href="/record">' in page


def test_the_first_act_is_foremost_and_no_act_is_no_bar(rendered):
    page = rendered("{% acts_bar acts %}", acts=[Button("a", "确认", "/a"), Button("b", "退回", "/b")])
    assert '<a class="button main" href="/a">确认</a><a class="button plain" href="/b">' in page
    assert rendered("{% acts_bar acts %}", acts=[]).strip() == ""


def test_a_figure_is_never_shown_without_its_definition(rendered):
    page = rendered("{% figures cards %}", cards=[Figure("落实率", "61.8%", "已确认 ÷ 已核实", href="/list")])
    assert "口径：已确认 ÷ 已核实" in page
    assert '<a href="/list">' in page


def test_a_table_says_on_a_phone_what_each_value_is(rendered):
    table = Table(
        "需求",
        [Column("名称"), Column("金额", numeric=True)],
        [[Link("路灯", "/n"), "6万"], ["桥", mark_safe("<b>9</b>")]],
    )
    page = rendered("{% data_table table %}", table=table)
    assert '<th role="rowheader" scope="row"><a href="/n">路灯</a></th>' in page
    assert '<td role="cell" data-label="金额" class="number">6万</td>' in page
    assert "<b>9</b>" in page


def test_cells_of_text_are_escaped(rendered):
    table = Table("需求", [Column("名称")], [["<script>"]])
    assert "<script>" not in rendered("{% data_table table %}", table=table)


def test_pages_keep_what_was_chosen_and_drop_the_old_cursor(rendered):
    page = rendered("{% paging page %}", "/?county=a&after=old&words=", page=Paging("b1", "n1", 10_000, is_bound=True))
    assert 'href="?county=a&amp;before=b1"' in page
    assert 'href="?county=a&amp;after=n1"' in page
    assert "超过 10,000 条" in page
    assert rendered("{% paging page %}", page=Paging()).strip() == ""


def test_each_choice_of_a_filter_can_be_taken_back(rendered):
    address = "/?words=灯&county=a&county=b&after=x"
    page = rendered("{% filters form %}", address, form=Search(QueryDict("words=灯&county=a&county=b")))
    assert "县：甲县" in page
    assert 'href="?words=%E7%81%AF&amp;county=b"' in page
    assert 'href="?county=a&amp;county=b"' in page


class Narrow(Search):
    level = forms.CharField(required=False)
    since = forms.DateField(required=False)


def test_many_conditions_are_folded_but_for_the_first_unless_one_is_in_use(rendered):
    page = rendered("{% filters form %}", "/?words=灯", form=Narrow(QueryDict("words=灯")))
    before, _, folded = page.partition("<details")
    assert 'name="words"' in before
    assert 'name="since"' in folded
    assert "更多条件" in folded
    assert '<details class="filters-more" open>' not in page
    used = rendered("{% filters form %}", "/?level=b", form=Narrow(QueryDict("level=b")))
    assert '<details class="filters-more" open>' in used
    assert "<details" not in rendered("{% filters form %}", "/", form=Search(QueryDict("")))


def test_blocks_wrap_what_stands_in_them(rendered):
    page = rendered('{% notice heading="好" kind="success" %}<p>{{ words }}</p>{% endnotice %}', words="<i>")
    assert "<p>&lt;i&gt;</p>" in page
    assert 'role="status"' in page
    assert "<summary>为何</summary>" in rendered('{% details "为何" %}因为{% enddetails %}')
    assert "<h2>没有</h2>" in rendered('{% empty "没有" %}去看看{% endempty %}')


def test_every_widget_of_django_has_a_template():
    widgets = [each for each in vars(forms).values() if isinstance(each, type) and issubclass(each, forms.Widget)]
    names = {getattr(each, "template_name", None) for each in widgets} | {
        getattr(each, "option_template_name", None) for each in widgets
    }
    for name in names - {None}:
        engines["django"].get_template(name)


PART_OF_A_FORM = {"error_summary", "has_errors", "form_address", "form_field"}
"""Tags that a form's own markup uses; the form on the page of components, whole and with errors, shows what they do."""


def test_the_page_of_components_shows_every_component_that_pages_use(settings):
    templates = {each: each.read_text() for each in settings.PACKAGE_DIR.glob("web/*/templates/**/*.html")}
    shown = next(text for path, text in templates.items() if path.name == "components_page.html")
    used = "".join(text for text in templates.values() if text is not shown)
    names = "|".join([*frame.register.tags, *words.register.tags])
    for pattern in (rf"{{% ({names})\b", r"{% notice [^%]*kind=(\"\w+\")", r"{% button (?:_\(.*?\)|\w+) \"(\w+)\""):
        missing = set(re.findall(pattern, used)) - set(re.findall(pattern, shown)) - PART_OF_A_FORM - {"main"}
        assert not missing, pattern


def test_the_page_of_components_shows_every_station_of_a_journey(ask):
    page = components.show(ask("/_components")).content.decode()
    stations = page.partition('id="journey"')[2].partition('id="facts"')[0]
    assert all(f'<li class="{state}"' in stations for state in ("done", "now", "later", "stopped"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ["/_components", "/_components?wrong=1"])
def test_the_page_of_components_shows_them_in_both_languages(ask, language, address):
    with translation.override(language):
        page = components.show(ask(address)).content.decode()
    assert f'<html lang="{language}">' in page
    assert ('id="problems"' in page) == ("wrong" in address)
    assert ("<title>Error:" in page or "<title>有误：" in page) == ("wrong" in address)
