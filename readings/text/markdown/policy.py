"""The sanitiser's policy: what HTML may leave this package.

Our writers emit nothing else in the first place; this is the lock behind them, and it writes the
canonical form that `ruler.TOKEN` reads.
"""

import re
from collections.abc import Callable

import nh3

from readings.text.markdown import pictures, urls

_TABLE = frozenset(("table", "thead", "tbody", "tr", "th", "td"))
_BLOCKS = frozenset(("p", "blockquote", "ul", "ol", "li", "pre", "hr"))
_MEMBER_TAGS = _TABLE | _BLOCKS | {"a", "br", "code", "em", "strong"}
_STAFF_TAGS = _MEMBER_TAGS | {"div", "h3", "h4", "h5", "h6", "img", "sup"}

_MEMBER_ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "th": {"scope", "class"},
    "td": {"class"},
}
_STAFF_ATTRIBUTES = {
    **_MEMBER_ATTRIBUTES,
    "a": {"href", "title", "id", "data-footnote"},
    "sup": {"class", "data-off-text"},
    "div": {"class", "data-off-text"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
    "ol": {"start", "class"},
    "li": {"id", "data-reason", "value"},
}

_FREE = frozenset(("title", "alt"))
_VALUES = {
    "start": re.compile(r"\d{1,9}"),
    "value": re.compile(r"\d{1,9}"),
    "scope": re.compile(r"col"),
    "class": re.compile(r"fn|verse|caption|reasons|reason-commentary|align-(?:center|end)"),
    "data-off-text": re.compile(r""),
    "data-footnote": re.compile(r"\d{1,4}"),
    "data-reason": re.compile(r"[A-Za-z0-9_-]{1,64}"),
    "id": re.compile(r"fnref-\d{1,4}(?:-\d{1,6})?|r-[A-Za-z0-9_-]{1,64}"),
    # Nothing is fetched but the site's own pictures.
    "src": re.compile(pictures.PATH % pictures.KEY.pattern),
    "width": re.compile(r"\d{1,5}"),
    "height": re.compile(r"\d{1,5}"),
    "loading": re.compile(r"lazy"),
    "decoding": re.compile(r"async"),
    "rel": re.compile(r"nofollow noopener ugc"),
}


def _filter(*, relative: bool) -> Callable[[str, str, str], str | None]:
    def keep(_tag: str, name: str, value: str) -> str | None:
        if name in _FREE:
            return value
        if name == "href":
            return value if urls.allowed(value, relative=relative) else None
        pattern = _VALUES.get(name)
        return value if pattern and pattern.fullmatch(value) else None

    return keep


def _cleaner(
    tags: frozenset[str], attributes: dict[str, set[str]], *, relative: bool
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        attribute_filter=_filter(relative=relative),
        url_schemes=urls.SCHEMES,
        link_rel=None,
    )


# For the chapter's own text, and for what members write.
staff = _cleaner(_STAFF_TAGS, _STAFF_ATTRIBUTES, relative=True)
member = _cleaner(_MEMBER_TAGS, _MEMBER_ATTRIBUTES, relative=False)
