# ruff: noqa: E501
"""Decisions that subjects are one person, and the folding of names that suggests them.

``cases_name_keys`` gives the distinct keys of the words of a folded name. It is a function of the database so that an
index can serve it. Words lose vowels (a first one becomes "a"), doubled letters and a last h; letters that different
spellings use for one sound become one; initials and particles (bin, van, de) are left out; "o brien" is read as
"obrien" and "al masri" as "almasri". A change of the folding is a new migration that replaces the function and rebuilds
the index.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import cases.name_keys
from audit.migrating import InstallTriggers

# From what is read to what it becomes, in this order; POSIX expressions of PostgreSQL.
FOLDING = (
    (r"\m(o|mc|mac|al|el|ul|abd|abdel|abdul) (?=[a-z])", r"\1"),
    (r"\m([a-z]|bin|ibn|bint|abu|de|la|le|van|von|der|den|da|di|dos)\M", ""),
    (r"\mmac", "mc"),
    (r"([a-z])\1+", r"\1"),
    ("tsch|sch|sh", "s"),
    ("ph", "f"),
    ("kh|ck|ch|q", "k"),
    ("([bdgt])h", r"\1"),
    ("x", "ks"),
    ("c(?=[eiy])", "s"),
    ("c", "k"),
    ("z", "s"),
    ("w", "v"),
    (r"of\M", "ov"),
    (r"\m[aeiou]+", "a"),
    (r"h\M", ""),
    (r"\Y[aeiouy]", ""),
)
STEPS = "\n".join(
    f"    folded := regexp_replace(folded, '{read}', '{becomes}', 'g');" for read, becomes in FOLDING
)
FUNCTION = f"""
CREATE FUNCTION cases_name_keys(name text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := translate(lower(name), 'øłđðþæœı', 'olddteei');
BEGIN
{STEPS}
    RETURN ARRAY(SELECT DISTINCT word FROM regexp_split_to_table(folded, ' +') AS word WHERE word <> '' ORDER BY word);
END $$;
"""
NO_FUNCTION = "DROP FUNCTION cases_name_keys(text);"


class Migration(migrations.Migration):
    """Makes the tables of decisions, and the function and indexes of tolerant search."""

    dependencies = [
        ("cases", "0002_taking_events_and_whereabouts"),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(FUNCTION, NO_FUNCTION),
        migrations.CreateModel(
            name="SamePersonDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(help_text="The business moment from which it is known")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("screen", "Entered on a page"),
                            ("file", "A row of a file"),
                            ("system", "The system itself"),
                        ],
                        default="screen",
                        max_length=10,
                    ),
                ),
                (
                    "source_row_id",
                    models.BigIntegerField(
                        blank=True, help_text="The provenance row, for a file's", null=True
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, default="", max_length=30)),
                (
                    "answer",
                    models.CharField(
                        choices=[("same", "The same person"), ("different", "Different people")],
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField()),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.subject"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.subject"
                    ),
                ),
                (
                    "reasons",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.erasabletext",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_samepersondecision_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="same_person_pair_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("one", "other"),
                        name="one_current_same_person_answer",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="c9cb73398f31d550d7d53dfa45b4db51ced0ca35",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_239be",
                            table="cases_samepersondecision",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="abcc472f4b93f7fe440cffc2754baad90cc57130",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_b5ea5",
                            table="cases_samepersondecision",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectJoin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(help_text="The business moment from which it is known")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("screen", "Entered on a page"),
                            ("file", "A row of a file"),
                            ("system", "The system itself"),
                        ],
                        default="screen",
                        max_length=10,
                    ),
                ),
                (
                    "source_row_id",
                    models.BigIntegerField(
                        blank=True, help_text="The provenance row, for a file's", null=True
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, default="", max_length=30)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="cases.subject"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joins", to="cases.subject"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_subjectjoin_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__lte", models.F("subject"))),
                        name="subject_join_to_the_lowest",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("subject",),
                        name="one_current_subject_join",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="d32032f021466fae0ba2f1a72df24a4be012406d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_6691f",
                            table="cases_subjectjoin",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="c451164de7cf76e27635a46f882e177d2a6a5510",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_a27c5",
                            table="cases_subjectjoin",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="erasableidentity",
            index=models.Index(fields=["date_of_birth"], name="identity_date_of_birth"),
        ),
        migrations.AddIndex(
            model_name="erasableidentity",
            index=django.contrib.postgres.indexes.GinIndex(
                cases.name_keys.NameKeys("search_name"), name="identity_name_keys"
            ),
        ),
        migrations.AddIndex(
            model_name="erasableidentity",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_name", name="gin_trgm_ops"),
                name="identity_name_trigrams",
            ),
        ),
        InstallTriggers("samepersondecision", "subjectjoin"),
    ]
