"""`{% constant %}…{% endconstant %}`: what is the same on every page for everybody."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

INDENTATION = re.compile(r"\n\s+")


class ConstantNode(template.Node):
    """Renders its contents once a process for each language.

    They see no variable of the page, so nothing of one person can come before another.
    """

    child_nodelists = ()  # no block can stand inside, so none is looked for

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        # Kept beside the page's rendering: asking Django for it takes longer than all the rest.
        kept: Any = context.render_context
        language = kept.get("language") or kept.setdefault("language", get_language())
        html = self.rendered.get(language)
        if html is None:
            html = mark_safe(INDENTATION.sub("\n", self.nodelist.render(context.new({}))))
            if not settings.DEBUG:
                self.rendered[language] = html
        return html


@register.tag
def constant(parser: Parser, _token: Token) -> ConstantNode:
    """Wraps a part of a template that depends on nothing but the language."""
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist)
