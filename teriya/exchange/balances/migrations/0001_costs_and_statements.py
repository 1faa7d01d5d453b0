import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models

from teriya.foundation.core.sql import APP, append_only, refuse_now

STATEMENT_STAYS = """
  IF (OLD.uid, OLD.agency_id, OLD.is_ours, OLD.until, OLD.currency, OLD.owed_to_us, OLD.owed_by_us, OLD.digest, OLD.prepared_by_id, OLD."on")
     IS DISTINCT FROM (NEW.uid, NEW.agency_id, NEW.is_ours, NEW.until, NEW.currency, NEW.owed_to_us, NEW.owed_by_us, NEW.digest, NEW.prepared_by_id, NEW."on") THEN
    RAISE EXCEPTION 'what a statement counts never changes';
  END IF;
"""
COST_STAYS = """
  IF (OLD.uid, OLD.agency_id, OLD.nomination_id, OLD.is_ours, OLD.line, OLD.amount, OLD.currency, OLD.what, OLD.paid_on, OLD.proof_id, OLD.by_id)
     IS DISTINCT FROM (NEW.uid, NEW.agency_id, NEW.nomination_id, NEW.is_ours, NEW.line, NEW.amount, NEW.currency, NEW.what, NEW.paid_on, NEW.proof_id, NEW.by_id) THEN
    RAISE EXCEPTION 'a cost never changes: it is set aside or taken back';
  END IF;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0004_pieces'),
        ('reciprocity', '0001_offers_and_nominations'),
        ('relations', '0001_conventions'),
        ('wire', '0001_agencies_facts_and_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, help_text='the same on both sides', unique=True)),
                ('is_ours', models.BooleanField(help_text='we proposed it')),
                ('is_declared', models.BooleanField(default=False, help_text='what the other agency says of it is typed here')),
                ('until', models.DateField(help_text='costs paid no later')),
                ('currency', models.CharField(max_length=3)),
                ('owed_to_us', models.BigIntegerField()),
                ('owed_by_us', models.BigIntegerField()),
                ('digest', models.CharField(help_text='SHA-256 of its lines and sums, the same on both sides', max_length=64)),
                ('state', models.CharField(choices=[('prepared', 'préparé'), ('proposed', 'proposé'), ('agreed', 'approuvé par les deux agences'), ('refused', 'refusé'), ('set_aside', 'écarté'), ('paid', 'réglé')], default='prepared', max_length=10)),
                ('reason', models.CharField(blank=True, help_text='why it was refused, or set aside', max_length=300)),
                ('prepared_by_id', models.BigIntegerField(help_text='empty: it came', null=True)),
                ('decided_by_id', models.BigIntegerField(help_text='who gave our word', null=True)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('received_on', models.DateField(blank=True, help_text='day on which the creditor got the net', null=True)),
                ('reference', models.CharField(blank=True, help_text='of the payment, as the creditor says it', max_length=120)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agency', models.ForeignKey(help_text='the other one', on_delete=django.db.models.deletion.PROTECT, related_name='exchange_statements', to='wire.agency')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
        ),
        migrations.CreateModel(
            name='Cost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, help_text='the same on both sides', unique=True)),
                ('is_ours', models.BooleanField()),
                ('is_declared', models.BooleanField(default=False, help_text='typed here from what the other agency wrote')),
                ('line', models.CharField(choices=[('ticket', 'billet'), ('visa', 'visa'), ('insurance', 'assurance'), ('allowance', 'allocation'), ('housing', 'logement'), ('training', 'formation'), ('monitoring', 'suivi')], max_length=10)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('what', models.CharField(help_text='what was bought, from whom; never a person’s name', max_length=160)),
                ('paid_on', models.DateField()),
                ('state', models.CharField(choices=[('recorded', 'à confirmer'), ('declared', 'connu des deux agences'), ('set_aside', 'écarté'), ('withdrawn', 'retiré'), ('undelivered', 'non reçu')], default='recorded', max_length=12)),
                ('reason', models.CharField(blank=True, help_text='why it was taken back, or not taken there', max_length=300)),
                ('by_id', models.BigIntegerField(help_text='who wrote it here; empty: it came', null=True)),
                ('confirmed_by_id', models.BigIntegerField(null=True)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agency', models.ForeignKey(help_text='the other one', on_delete=django.db.models.deletion.PROTECT, related_name='exchange_costs', to='wire.agency')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_costs', to='reciprocity.nomination')),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.upload')),
                ('statement', models.ForeignKey(help_text='that holds it now', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='balances.statement')),
            ],
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('borne_by_us', models.BigIntegerField()),
                ('borne_by_them', models.BigIntegerField()),
                ('convention', models.ForeignKey(help_text='whose shares it follows', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='relations.convention')),
                ('cost', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='balances.cost')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='balances.statement')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['agency', '-on'], name='statements_of_agency'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['prepared', 'proposed'])), fields=('agency',), name='one_open_statement_an_agency', violation_error_message='Un décompte est déjà ouvert avec cette agence.'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('owed_by_us__gte', 0), ('owed_to_us__gte', 0)), name='statement_owes_no_less_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('prepared_by_id__isnull', True), ('decided_by_id__isnull', True), models.Q(('decided_by_id', models.F('prepared_by_id')), _negated=True), _connector='OR'), name='statement_decided_by_another', violation_error_message='Une autre personne décide du décompte.'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'paid']), _negated=True), models.Q(('answered_on__isnull', False), ('decided_by_id__isnull', False)), _connector='OR'), name='agreed_statement_has_both_words'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), ('received_on__isnull', False), _connector='OR'), name='paid_statement_has_its_day'),
        ),
        migrations.AddIndex(
            model_name='cost',
            index=models.Index(fields=['agency', 'state', 'paid_on'], name='exchange_costs_by_state'),
        ),
        migrations.AddIndex(
            model_name='cost',
            index=models.Index(fields=['nomination'], name='exchange_costs_of_stay'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='exchange_cost_above_zero', violation_error_message='Le montant est au-dessus de zéro.'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('is_ours', False), ('proof__isnull', False), _connector='OR'), name='our_cost_has_its_proof', violation_error_message='Joignez la facture ou le reçu.'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by_id__isnull', True), ('by_id__isnull', True), models.Q(('confirmed_by_id', models.F('by_id')), _negated=True), _connector='OR'), name='exchange_cost_confirmed_by_another', violation_error_message='Une autre personne confirme ce coût.'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('is_ours', False), models.Q(('state__in', ['declared', 'withdrawn', 'undelivered']), _negated=True), ('confirmed_by_id__isnull', False), _connector='OR'), name='our_declared_cost_was_confirmed'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('statement__isnull', True), ('state', 'declared'), _connector='OR'), name='only_declared_cost_in_a_statement'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.UniqueConstraint(fields=('statement', 'cost'), name='cost_once_a_statement'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('borne_by_them__gte', 0), ('borne_by_us__gte', 0)), name='borne_not_negative'),
        ),
        refuse_now("balances_statement", "exchange_statement_stays", "UPDATE", STATEMENT_STAYS),
        refuse_now("balances_cost", "exchange_cost_stays", "UPDATE", COST_STAYS),
        append_only("balances_statementline"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON balances_statement, balances_cost FROM {APP}",
            f"GRANT DELETE ON balances_statement, balances_cost TO {APP}",
        ),
    ]
