"""The settings of tests: a forgetful cluster of their own, a fast hash, static files without a manifest."""

import os

from mitoyen.plumbing.postgres.cluster import FORGETFUL, Cluster
from mitoyen.project import environment

os.environ.setdefault("MITOYEN_SECRET_KEY", "only-for-tests-" * 4)

from mitoyen.project.settings import *  # noqa: F403
from mitoyen.project.settings import DATA, EMBEDDED, MIDDLEWARE, STORAGES

CLUSTER = Cluster(environment.data_folder(), "postgres-test", FORGETFUL)
if EMBEDDED:
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **CLUSTER.address}}

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
TEST_DATA = DATA / "tests"
