"""A chapter's Markdown and its pictures as one ZIP file, which any Markdown reader shows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from readings.text.markdown.pictures import KEY, SCHEME

TEXT = "chapter.md"
FOLDER = "pictures"

_ADDRESS = re.compile(rf"{SCHEME}({KEY.pattern})(?![\w-])")
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the same chapter gives the same file, whenever it is written


def chapter_bundle(markdown: str, names: Mapping[str, str], contents: Mapping[str, bytes]) -> bytes:
    """`names` are the pictures' files by their keys, `contents` what is in them."""

    def address(found: re.Match[str]) -> str:
        name = names.get(found[1])
        return f"{FOLDER}/{name}" if name else found[0]

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        text = _ADDRESS.sub(address, markdown).encode()
        archive.writestr(_info(TEXT), text, zipfile.ZIP_DEFLATED)
        for key, content in contents.items():
            archive.writestr(_info(f"{FOLDER}/{names[key]}"), content, zipfile.ZIP_STORED)
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.external_attr = 0o644 << 16
    return info
