"""Every text twice, English and Chinese, of which a switch shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from markupsafe import Markup, escape

from glasscat.i18n import LANGUAGES, current_language, tied

if TYPE_CHECKING:
    from glasscat.i18n import Text

TAGS = {"en": "en", "zh": "zh-CN"}
"""Languages as HTML calls them."""


@runtime_checkable
class Rendered(Protocol):
    """What has words in each language: a `Text`, or words that were kept."""

    def render(self, language: str) -> str:
        """Words in ``language``."""


def both(value: object) -> object:
    """Words in both languages as two elements, of which style sheets show one; anything else as it is."""
    if not isinstance(value, Rendered):
        return value
    words = {language: tied(value.render(language)) for language in LANGUAGES}
    if len(set(words.values())) == 1:
        return escape(words["en"])
    return Markup().join(
        Markup('<span lang="{}">{}</span>').format(TAGS[language], words[language]) for language in LANGUAGES
    )


def attribute(text: Text | str, name: str) -> Markup:
    """An attribute such as ``aria-label``, in the language of the moment; the switch finds the other one beside it."""
    form = Markup('{}="{}"')
    if not isinstance(text, Rendered):
        return form.format(name, text)
    now = form.format(name, text.render(current_language()))
    if len({text.render(each) for each in LANGUAGES}) == 1:
        return now
    return Markup(" ").join(
        [now, *(form.format(f"data-{name}-{TAGS[each].lower()}", text.render(each)) for each in LANGUAGES)]
    )


def words(text: Text | str) -> dict[str, str]:
    """Both languages by their tags, for scripts."""
    if not isinstance(text, Rendered):
        return dict.fromkeys(TAGS.values(), str(text))
    return {tag: text.render(language) for language, tag in TAGS.items()}
