"""Plain words written as Markdown, so that the dialect shows them as they are."""

import re

from readings.text.markdown.source import readable

# Anywhere: what can begin emphasis, code, a link, a mark, a tag or a character reference.
_INLINE = re.compile(r"[\\`*<]|&(?=[#A-Za-z])|(?<![^\W_])_|_(?![^\W_])|\[(?=\^)|\](?=\()")
# At the start of a line: headings, quotes, lists, rules, fences, containers, tables, and what
# CommonMark elsewhere takes for a link reference definition.
_FIRST = re.compile(r"#{1,6}(?= |$)|>|\[|[-+](?= |$)|-[-:| ]*$|=+$|~~~|\||:(?=[-:])")
# The same where the line's own markup is to stay: a link, emphasis and a mark may stand first.
_BEGINS_BLOCK = re.compile(
    r"#{1,6}(?= |$)|>|[-+*](?= |$)|-[-:| ]*$|(?:\* *){3,}$|(?:_ *){3,}$|=+$|~~~|```|\||:(?=[-:])"
)
_NUMBER_FIRST = re.compile(r"([0-9]{1,9})([.)])(?= |$)")
_SPACE = re.compile(r"[ \t\n\f\r\v]+")
_LAST_SIGNS = re.compile(r"(?<![#\\])(#+)$")


def escape_text(text: str) -> str:
    """Return one line of plain text as Markdown that renders to the same words.

    White space is folded to single spaces and trimmed, as a paragraph's line has it. Join lines
    by `\\n`, or the lines of one verse by `\\n` inside a container.
    """
    words = _SPACE.sub(" ", readable(text)).strip()
    words = _INLINE.sub(lambda found: f"\\{found[0]}", words)
    number = _NUMBER_FIRST.match(words)
    if number:
        return f"{number[1]}\\{words[number.end(1) :]}"
    return f"\\{words}" if _FIRST.match(words) else words


def escape_heading(words: str) -> str:
    """Return a heading's words as `escape_text` does; signs at its end would be the heading's."""
    return escape_end(escape_text(words))


def escape_end(line: str) -> str:
    """Return a heading's inline Markdown so that signs at its end are not the heading's own."""
    return _LAST_SIGNS.sub(r"\\\1", line)


def escape_start(line: str) -> str:
    """Return a line of inline Markdown so that it begins no block: the rest of it stays as it is.

    The line holds no line end; nothing is done about what stands above or below it.
    """
    number = _NUMBER_FIRST.match(line)
    if number:
        return f"{number[1]}\\{line[number.end(1) :]}"
    return f"\\{line}" if _BEGINS_BLOCK.match(line) else line
