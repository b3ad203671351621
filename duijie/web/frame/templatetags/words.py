"""Words that need explaining, with the explanation at hand: by hover and keyboard, by tap, and without scripts.

The link leads to the glossary, so it works anywhere. `reading.css` shows the meaning on hover and focus, `frame.js` on
tap, and takes it away by Escape. Only the first appearance on a page is marked.
"""

import re
from collections.abc import Iterator

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from duijie.web.frame.help.glossary import TERMS, Term
from duijie.web.frame.navigation import address

register = template.Library()
_NOTE = re.compile(r" \(.*\)$")
"""What an English word is told apart by where one word has two uses."""


@register.simple_tag(takes_context=True)
def explain(context: Context, text: str) -> SafeString:
    """The text with the words of the glossary in it explained, each where the page says it first."""
    request = context["request"]
    if not address("frame:glossary"):
        return format_html("{}", text)
    said: set[str] = request.__dict__.setdefault("explained_words", set())
    terms = {word_of(term).lower(): term for term in TERMS.values()}
    longest_first = sorted(terms, key=len, reverse=True)
    edge = r"\b" if any(word.isascii() for word in terms) else ""
    pattern = re.compile(f"{edge}({'|'.join(map(re.escape, longest_first))}){edge}", re.IGNORECASE)
    return format_html_join("", "{}", ((part,) for part in _parts(str(text), pattern, terms, said)))


def _parts(text: str, pattern: re.Pattern[str], terms: dict[str, Term], said: set[str]) -> Iterator[str]:
    at = 0
    for found in pattern.finditer(text):
        term = terms[found[0].lower()]
        if term.key not in said:
            yield text[at : found.start()]
            yield _marked(term, found[0], is_first=not said)
            said.add(term.key)
            at = found.end()
    yield text[at:]


def word_of(term: Term) -> str:
    """The word as it stands in sentences of this language."""
    return _NOTE.sub("", gettext(term.word))


def _marked(term: Term, word: str, *, is_first: bool) -> SafeString:
    furniture = format_html('<link rel="stylesheet" href="{}">', static("frame/reading.css"))
    return format_html(
        '{}<span class="term"><a href="{}#{}" aria-describedby="term-{}"><dfn>{}</dfn></a>'
        '<span class="meaning" role="tooltip" id="term-{}">{}</span></span>',
        furniture if is_first else "",
        address("frame:glossary"),
        term.key,
        term.key,
        word,
        term.key,
        gettext(term.meaning),
    )
