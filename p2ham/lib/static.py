"""Static files under hashed names; modules find each other by those names too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports of JavaScript modules, so that a new release never meets a module of the last one."""

    support_js_module_import_aggregation = True
