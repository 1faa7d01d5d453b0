import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_places_show_six_centres_beside_the_map_of_five_regions(client, cast, django_assert_max_num_queries):
    client.force_login(cast.yao)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("places:places"))
    assert len(page.context["centres"]) == 6
    assert sum(row.value for row in page.context["regions"]) == 117
    assert "<svg" in page.content.decode()
