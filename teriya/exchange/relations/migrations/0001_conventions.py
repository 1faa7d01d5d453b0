import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from teriya.foundation.core.sql import refuse_now

ANSWERED = "ARRAY['state', 'our_word', 'our_word_on', 'our_word_by_id', 'their_word', 'their_word_on', 'agreed_on', 'reason', 'paper_id', 'digest']"
FROZEN = f"""
IF OLD.state <> 'drafted' AND (to_jsonb(NEW) - {ANSWERED} IS DISTINCT FROM to_jsonb(OLD) - {ANSWERED} OR NEW.digest <> OLD.digest) THEN
  RAISE EXCEPTION 'proposed_convention_stays: %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'proposed_convention_stays';
END IF;
"""
COSTS = """
IF EXISTS (SELECT 1 FROM relations_convention c WHERE c.id IN (COALESCE(NEW.convention_id, OLD.convention_id), COALESCE(OLD.convention_id, NEW.convention_id))
           AND c.state <> 'drafted' AND (TG_OP <> 'INSERT' OR c.state <> 'proposed' OR c.our_word || c.their_word <> '')) THEN
  RAISE EXCEPTION 'proposed_costs_stay' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposed_costs_stay';
END IF;
"""
KEEP = "REVOKE DELETE, TRUNCATE ON relations_convention FROM " + settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0004_pieces'),
        ('wire', '0001_agencies_facts_and_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Convention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, help_text='of the convention, the same on both sides and in all versions')),
                ('version', models.IntegerField(default=1)),
                ('is_ours', models.BooleanField(help_text='we proposed it')),
                ('is_declared', models.BooleanField(default=False, help_text='the other agency has no system: its words are typed here')),
                ('state', models.CharField(choices=[('drafted', 'en rédaction'), ('proposed', 'proposée'), ('agreed', 'approuvée par les deux agences'), ('set_aside', 'écartée')], default='drafted', max_length=10)),
                ('title', models.CharField(max_length=160)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('number_out', models.IntegerField(help_text='volunteers that we send')),
                ('number_in', models.IntegerField(help_text='volunteers that we receive')),
                ('tolerance', models.IntegerField(help_text='largest difference between both ways')),
                ('sectors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('months_min', models.SmallIntegerField()),
                ('months_max', models.SmallIntegerField()),
                ('purposes', models.TextField(help_text='what personal data serve')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, help_text='the only ones that may be sent', size=None)),
                ('keep_days', models.IntegerField(help_text='days that a dossier is kept after the end of the stay, or the refusal')),
                ('after', models.CharField(choices=[('return', 'rendues à l’agence d’envoi'), ('delete', 'effacées')], max_length=8)),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of all of the above: what both approve', max_length=64)),
                ('our_word', models.CharField(blank=True, choices=[('approved', 'approuve'), ('refused', 'refuse')], max_length=8)),
                ('our_word_on', models.DateField(blank=True, null=True)),
                ('our_word_by_id', models.BigIntegerField(null=True)),
                ('their_word', models.CharField(blank=True, choices=[('approved', 'approuve'), ('refused', 'refuse')], max_length=8)),
                ('their_word_on', models.DateField(blank=True, null=True)),
                ('agreed_on', models.DateField(blank=True, help_text='day of the second approval', null=True)),
                ('reason', models.CharField(blank=True, help_text='why it was set aside, or not taken there', max_length=300)),
                ('by_id', models.BigIntegerField(help_text='who wrote it here; empty: it came', null=True)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conventions', to='wire.agency')),
                ('paper', models.ForeignKey(blank=True, help_text='signed in ink, where it was', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.upload')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CostLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(choices=[('ticket', 'billet'), ('visa', 'visa'), ('insurance', 'assurance'), ('allowance', 'allocation'), ('housing', 'logement'), ('training', 'formation'), ('monitoring', 'suivi')], max_length=10)),
                ('payer', models.CharField(choices=[('sending', 'l’agence d’envoi'), ('receiving', 'l’agence d’accueil'), ('host', 'la structure d’accueil'), ('partner', 'un partenaire financier')], max_length=10)),
                ('amount', models.IntegerField(help_text='francs')),
                ('per', models.CharField(choices=[('stay', 'par séjour'), ('month', 'par mois de séjour')], default='stay', max_length=5)),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cost_lines', to='relations.convention')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.UniqueConstraint(fields=('uid', 'version'), name='convention_version_once'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'drafted')), fields=('uid',), name='convention_one_draft', violation_error_message='Une version de cette convention est déjà en rédaction.'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('uid',), name='convention_one_version_proposed', violation_error_message='Une version de cette convention attend déjà une réponse.'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='convention_ends_after_it_begins', violation_error_message='La convention finit avant de commencer.'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('keep_days__gt', 0), ('number_in__gte', 0), ('number_out__gte', 0), ('tolerance__gte', 0)), name='convention_numbers'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('months_max__gte', models.F('months_min')), ('months_min__gt', 0)), name='convention_months'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'drafted'), ('digest__gt', ''), ('state', 'set_aside'), _connector='OR'), name='convention_proposed_with_its_digest'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), models.Q(('agreed_on__isnull', False), ('our_word', 'approved'), ('their_word', 'approved')), _connector='OR'), name='convention_agreed_by_both'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('our_word_by_id__isnull', True), ('by_id__isnull', True), models.Q(('our_word', 'approved'), _negated=True), models.Q(('our_word_by_id', models.F('by_id')), _negated=True), _connector='OR'), name='convention_approved_by_another', violation_error_message='Une autre personne approuve la convention.'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('our_word', ''), models.Q(('our_word_by_id__isnull', False), ('our_word_on__isnull', False)), _connector='OR'), name='convention_our_word_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('their_word', ''), ('their_word_on__isnull', False), _connector='OR'), name='convention_their_word_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='costline',
            constraint=models.UniqueConstraint(fields=('convention', 'line', 'payer'), name='cost_line_once_a_payer'),
        ),
        migrations.AddConstraint(
            model_name='costline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='cost_line_costs_something'),
        ),
        refuse_now("relations_convention", "proposed_convention_stays", "UPDATE", FROZEN),
        refuse_now("relations_costline", "proposed_costs_stay", "INSERT OR UPDATE OR DELETE", COSTS),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
