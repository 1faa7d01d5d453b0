app_name = "portals"
urlpatterns = []
