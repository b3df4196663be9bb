import django.db.models.deletion
import mitoyen.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sharing", "0002_unmet_needs"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=40)),
                ("sha256", models.CharField(max_length=64)),
                ("replayed_from", models.CharField(max_length=64)),
                ("settings_yaml", models.TextField()),
                ("needs_csv", models.TextField(blank=True)),
                ("needs_count", models.PositiveIntegerField()),
                ("verdict", models.CharField(max_length=10)),
                ("headline_fr", models.CharField(max_length=400)),
                ("headline_en", models.CharField(max_length=400)),
                ("saving_cents", models.BigIntegerField()),
                ("document", models.JSONField()),
                ("answered_at", models.DateTimeField(default=mitoyen.kernel.clock.now)),
                (
                    "replay",
                    models.CharField(
                        choices=[
                            ("waiting", "attend son tour"),
                            ("running", "en cours"),
                            ("done", "faite"),
                            ("failed", "interrompue"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("replay_done", models.PositiveIntegerField(default=0)),
                ("replay_total", models.PositiveIntegerField(default=0)),
                ("replay_moved_at", models.DateTimeField(default=mitoyen.kernel.clock.now)),
                ("intervals", models.JSONField(null=True)),
            ],
            options={
                "ordering": ["-answered_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Study",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("shared", "montrée aux membres"),
                            ("archived", "archivée"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("settings", models.JSONField(default=dict)),
                ("chosen_key", models.CharField(blank=True, max_length=40)),
                ("opened_at", models.DateTimeField(default=mitoyen.kernel.clock.now)),
                ("changed_at", models.DateTimeField(default=mitoyen.kernel.clock.now)),
                ("is_fictitious", models.BooleanField(default=False)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="studies.answer"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="studies", to="territory.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shared_at", models.DateTimeField(default=mitoyen.kernel.clock.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="studies_shown",
                        to="territory.organisation",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="studies.study",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=2000)),
                ("said_at", models.DateTimeField(default=mitoyen.kernel.clock.now)),
                ("request_key", models.CharField(blank=True, max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="studies.study"
                    ),
                ),
            ],
            options={
                "ordering": ["said_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NeedSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("bookings", "réservations"), ("file", "fichier"), ("calendar", "calendrier déclaré")],
                        max_length=8,
                    ),
                ),
                ("machine", models.SlugField(blank=True, max_length=60)),
                ("members", models.JSONField(default=list)),
                ("includes_refused", models.BooleanField(default=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField(blank=True)),
                ("calendar", models.JSONField(default=dict)),
                ("added_at", models.DateTimeField(default=mitoyen.kernel.clock.now)),
                (
                    "category",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.category"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="studies.study"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="studies.study"
            ),
        ),
        migrations.CreateModel(
            name="StudyMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60)),
                ("population", models.PositiveIntegerField(null=True)),
                ("stock", models.JSONField(default=dict)),
                ("is_candidate", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.organisation"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="studies.study",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="study",
            index=models.Index(fields=["owner", "-changed_at"], name="studies_of_owner"),
        ),
        migrations.AddConstraint(
            model_name="study",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="studies_period_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="study",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="studies_study_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(fields=("study", "organisation"), name="studies_shown_once"),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="studies_remark_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("request_key", ""), _negated=True),
                fields=("study", "request_key"),
                name="studies_one_remark_per_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="needsource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("calendar", {}), ("category__isnull", False), ("kind", "bookings"), ("text", "")),
                    models.Q(
                        ("calendar", {}),
                        ("category__isnull", True),
                        ("kind", "file"),
                        models.Q(("text", ""), _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("kind", "calendar"),
                        ("text", ""),
                        models.Q(("calendar", {}), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="studies_source_holds_what_it_is",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("replay__in", ["waiting", "running"])),
                fields=["replay_moved_at"],
                name="studies_replays_to_watch",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("intervals__isnull", False), ("replay", "done")),
                    models.Q(models.Q(("replay", "done"), _negated=True), ("intervals__isnull", True)),
                    _connector="OR",
                ),
                name="studies_intervals_once_replayed",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("replay_done__lte", models.F("replay_total"))),
                name="studies_replay_within_its_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["together", "groups", "alone"])), name="studies_known_verdict"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="studies_fingerprint_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="studymember",
            constraint=models.UniqueConstraint(fields=("study", "organisation"), name="studies_one_member_once"),
        ),
        migrations.AddConstraint(
            model_name="studymember",
            constraint=models.UniqueConstraint(fields=("study", "code"), name="studies_one_code_once"),
        ),
    ]
