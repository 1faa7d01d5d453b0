import pytest

from tests.browser.site import assert_accessible, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_gallery_is_accessible_at_every_size(cast, visitor, page, site, width):
    sign_in(visitor, site, cast.yao)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/galerie/")
    assert_accessible(page)
