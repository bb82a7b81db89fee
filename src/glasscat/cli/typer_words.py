"""Words that typer says on its own, marked here so that translators find them; typer asks gettext for them."""

from __future__ import annotations

from glasscat.i18n import _

WORDS = (
    _("Arguments"),
    _("Commands"),
    _("Options"),
    _("[default: {}]"),
    _("[required]"),
)
