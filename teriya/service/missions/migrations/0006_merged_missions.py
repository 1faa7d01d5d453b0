from django.db import migrations

from teriya.foundation.core.sql import refuse_now

# One person does not live two missions at a time, under whatever record each was opened.
MERGED = """
IF NEW.merged_into_id IS NOT NULL AND EXISTS (
  SELECT FROM missions_mission m JOIN missions_mission o ON o.id <> m.id AND o.period && m.period JOIN people_person p ON p.id = o.person_id
  WHERE m.person_id = NEW.id AND m.state IN ('prepared', 'in_service', 'suspended') AND o.state IN ('prepared', 'in_service', 'suspended')
  AND (p.id = NEW.merged_into_id OR p.merged_into_id = NEW.merged_into_id)
) THEN
  RAISE EXCEPTION 'missions_overlap' USING ERRCODE = 'check_violation', CONSTRAINT = 'missions_overlap';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("missions", "0005_pieces_of_the_start"), ("people", "0005_deaths")]

    operations = [refuse_now("people_person", "merged_missions", "UPDATE OF merged_into_id", MERGED)]
