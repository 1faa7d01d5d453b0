import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from teriya.foundation.core.sql import refuse_now

SIGNED = """
IF OLD.state IN ('signed', 'ended') AND to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' THEN
  RAISE EXCEPTION 'signed_framework_stays: %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_framework_stays';
END IF;
"""
REPORTED = """
IF OLD.reported_on IS NOT NULL THEN
  RAISE EXCEPTION 'mission_report_stays: %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'mission_report_stays';
END IF;
"""
TABLES = ("peermission", "framework", "meeting", "decision", "letter", "letterfact")
KEEP = "; ".join(f"REVOKE DELETE, TRUNCATE ON relations_{table} FROM {settings.DATABASE_APP_ROLE}" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_pieces'),
        ('relations', '0001_conventions'),
        ('wire', '0001_agencies_facts_and_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_id', models.BigIntegerField()),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='wire.agency')),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LetterFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter_line', to='wire.fact')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='relations.letter')),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('nature', models.CharField(choices=[('plan', 'plan d’action'), ('committee', 'comité de suivi')], max_length=10)),
                ('on', models.DateField()),
                ('place', models.CharField(max_length=120)),
                ('present', models.TextField(help_text='names and functions, a person a line')),
                ('notes', models.TextField(blank=True)),
                ('is_ours', models.BooleanField(help_text='we kept the minutes')),
                ('is_declared', models.BooleanField(default=False)),
                ('trouble', models.CharField(blank=True, help_text='code of what kept our minutes from being taken there', max_length=60)),
                ('by_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='wire.agency')),
                ('paper', models.ForeignKey(blank=True, help_text='the signed minutes, here', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.upload')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('aims', models.TextField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, help_text='empty: until one of the two ends it', null=True)),
                ('state', models.CharField(choices=[('prepared', 'en préparation'), ('signed', 'signé'), ('ended', 'terminé'), ('dropped', 'abandonné')], default='prepared', max_length=10)),
                ('reference', models.CharField(blank=True, help_text='as the paper writes it', max_length=60)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('signed_at', models.CharField(blank=True, help_text='place', max_length=120)),
                ('signatories', models.TextField(blank=True, help_text='names and functions, a person a line')),
                ('signed_by_id', models.BigIntegerField(help_text='who recorded the signature', null=True)),
                ('by_id', models.BigIntegerField(help_text='who prepared it')),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frameworks', to='wire.agency')),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.upload')),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='framework_ends_after_it_begins', violation_error_message='L’accord finit avant de commencer.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['signed', 'ended']), _negated=True), models.Q(('paper__isnull', False), ('signatories__gt', ''), ('signed_by_id__isnull', False), ('signed_on__isnull', False)), _connector='OR'), name='framework_signed_on_paper'), models.CheckConstraint(condition=models.Q(('signed_by_id__isnull', True), models.Q(('signed_by_id', models.F('by_id')), _negated=True), _connector='OR'), name='framework_signed_by_another', violation_error_message='Une autre personne enregistre la signature.')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.SmallIntegerField()),
                ('what', models.CharField(max_length=300)),
                ('is_ours', models.BooleanField(help_text='our agency does it')),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(blank=True, null=True)),
                ('done_how', models.CharField(blank=True, max_length=300)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='relations.meeting')),
            ],
            options={
                'ordering': ['meeting', 'rank'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'rank'), name='decision_rank_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_how', ''), ('done_on__isnull', True)), models.Q(('done_how__gt', ''), ('done_on__isnull', False)), _connector='OR'), name='decision_done_says_how')],
            },
        ),
        migrations.CreateModel(
            name='PeerMission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_out', models.BooleanField(help_text='our staff went there; otherwise theirs came')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('place', models.CharField(max_length=120)),
                ('who', models.TextField(help_text='names and functions, a person a line')),
                ('aims', models.TextField()),
                ('findings', models.TextField(blank=True, help_text='what was seen, a thing a line')),
                ('follow_up', models.TextField(blank=True, help_text='what the two agencies mean to do next')),
                ('reported_on', models.DateField(blank=True, null=True)),
                ('by_id', models.BigIntegerField()),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='peer_missions', to='wire.agency')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.upload')),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='peer_mission_ends_after_it_begins', violation_error_message='La mission finit avant de commencer.'), models.CheckConstraint(condition=models.Q(models.Q(('findings', ''), ('reported_on__isnull', True)), models.Q(('findings__gt', ''), ('reported_on__gte', models.F('ends_on'))), _connector='OR'), name='peer_mission_reported_after')],
            },
        ),
        refuse_now("relations_framework", "signed_framework_stays", "UPDATE", SIGNED),
        refuse_now("relations_peermission", "mission_report_stays", "UPDATE", REPORTED),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
