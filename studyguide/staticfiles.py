"""Static files under hashed names, their ES modules' imports included."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage as Base


class HashedStaticFilesStorage(Base):
    # Imports are rewritten in our own modules alone (`support_js_module_import_aggregation` would
    # take every package's scripts too, and a type comment in one of them looks like an import).
    patterns = (*Base.patterns, ("js/*.js", Base._js_module_import_aggregation_patterns[1]))
    # A template that names a missing file should fail in tests, not print a dead address.
    manifest_strict = True
    # Each pass rewrites one level of modules that import modules; Django's five are too few.
    max_post_process_passes = 20

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        # Compressing takes ten times as long as all the rest: `make run` does without it.
        if settings.COMPRESS_STATIC:
            yield from super().compress_files(paths)
