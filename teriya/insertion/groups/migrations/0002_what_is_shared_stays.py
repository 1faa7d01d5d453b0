from django.db import migrations

from teriya.foundation.core.sql import append_only, refuse_at_commit, refuse_now

EVERY_FRANC = """
IF (SELECT coalesce(sum(francs), 0) FROM groups_share WHERE share_out_id = NEW.id) + NEW.rest <> NEW.francs
   OR (SELECT coalesce(sum(stamps), 0) FROM groups_share WHERE share_out_id = NEW.id) <> NEW.stamps THEN
  RAISE EXCEPTION 'shares_give_every_franc: share-out %', NEW.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'shares_give_every_franc';
END IF;
"""
STAYS = """
IF (NEW.group_id, NEW."on", NEW.francs, NEW.stamps, NEW.stamp, NEW.rest, NEW.remark, NEW.by_id)
   IS DISTINCT FROM (OLD.group_id, OLD."on", OLD.francs, OLD.stamps, OLD.stamp, OLD.rest, OLD.remark, OLD.by_id) THEN
  RAISE EXCEPTION 'share_out_stays: share-out %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'share_out_stays';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_groups_members_months_share_outs")]

    operations = [
        append_only("groups_share"),
        refuse_at_commit("groups_shareout", "shares_give_every_franc", "INSERT", EVERY_FRANC),
        refuse_now("groups_shareout", "share_out_stays", "UPDATE", STAYS),
    ]
