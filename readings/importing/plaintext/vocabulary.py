"""What English words and signs show about a line: judgements that several readers share."""

import re


def word_set(words: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(words.split())


SMALL_WORDS = word_set(
    "a an and as at be but by can do for from had has have if in into is it its nor not of off on "
    "onto or our out over so than that the their they this to up upon via vs was we were when "
    "while with you your"
)
# A sentence that stops at one of these goes on in the next block.
_UNFINISHED_AT = SMALL_WORDS | word_set(
    "are been being said says say wrote writes write remarked stated states noted notes observed "
    "argued argues declared added explained who which whom whose he she these those"
)
_SAYING = re.compile(
    r"\b(?:say|says|said|saying|write|writes|wrote|written|writing|remark(?:s|ed)?|stated|states|"
    r"argue[sd]?|observe[sd]?|note[sd]|put|puts|explain(?:s|ed)?|declare[sd]?|ask(?:s|ed)?|add(?:s|ed)|"
    r"conclude[sd]?|describe[sd]?|continue[sd]?|comment(?:s|ed)?|words|quot\w+|sum(?:s|med)|"
    r"passage|letter|speech|urge[sd]?|warn(?:s|ed)?|advise[sd]?|insist(?:s|ed)?|recall(?:s|ed)?|"
    r"record(?:s|ed)|report(?:s|ed)|read|reads|told|tells|express(?:es|ed)?|this way|thus|"
    r"paraphrase[sd]?|reply|replies|replied|answer(?:s|ed)|call(?:s|ed))\b",
    re.IGNORECASE,
)
_CLAUSE = 15  # words at a sentence's end that tell whether it leads in what somebody said
_NUMERAL = re.compile(r"(?=.)(?:X{0,3}|XL|L|LX{1,3}|XC)(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS = f"(?:{'|'.join(_TENS)})"
_NUMBER_WORDS = {word: value for value, word in enumerate(_ONES, start=1)}
_NUMBER_WORDS |= {word: value * 10 for value, word in enumerate(_TENS, start=2)}
_NUMBER_WORDS |= {
    f"{ten}-{one}": _NUMBER_WORDS[ten] + _NUMBER_WORDS[one] for ten in _TENS for one in _ONES[:9]
}
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_TITLE_SHARE = 0.8
CLOSING = "”’\"'»)]"
QUOTES = '“”"«»'


def words_of(text: str) -> list[str]:
    """The words that begin with a letter; a hyphenated one counts once."""
    return _WORD.findall(text)


def number_of(numeral: str) -> int | None:
    """The value of "3", "IV" or "twenty-one"; None for another word."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if numeral.lower() in _NUMBER_WORDS:
        return _NUMBER_WORDS[numeral.lower()]
    if not _NUMERAL.fullmatch(numeral):
        return None
    values = [_ROMAN_VALUES[sign] for sign in numeral.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def is_all_caps(text: str) -> bool:
    """Two capitals or more and no small letter."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 1 and all(
        letter == letter.upper() != letter.lower() for letter in letters
    )


def is_title_case(text: str) -> bool:
    """Every word that matters begins with a capital, and the first one does."""
    words = words_of(text)
    weighty = [word for word in words if word.lower() not in SMALL_WORDS]
    if not weighty or not words[0][0].isupper():
        return False
    return sum(word[0].isupper() for word in weighty) >= _TITLE_SHARE * len(weighty)


def ends_sentence(text: str) -> bool:
    """Whether a sign stands at the end that closes a sentence."""
    return text.rstrip(CLOSING)[-1:] in (".", "!", "?", "…")


def ends_with_colon(text: str) -> bool:
    return text.rstrip(CLOSING).endswith(":")


def is_unfinished(text: str) -> bool:
    """The sentence breaks off: its last word, in small letters, calls for another."""
    words = words_of(text)
    if not words or text[-1] in ".!?…:;" + CLOSING:
        return False
    return words[-1] in _UNFINISHED_AT


def leads_to_speech(text: str) -> bool:
    """Whether the end of a sentence says that somebody speaks or writes what follows."""
    return bool(_SAYING.search(" ".join(text.split()[-_CLAUSE:])))


def shorten(text: str) -> str:
    """A text's first words between quotation marks, to name it in a warning."""
    words = text.split()
    start = " ".join(words[:6])[:60]
    return f"“{start}{'…' if len(start) < len(text) else ''}”"
