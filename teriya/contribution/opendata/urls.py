from django.urls import path

from teriya.contribution.opendata.views import api, extract, office, public

app_name = "opendata"
_OFFICE, _OPEN = "contribution/donnees/", "donnees-ouvertes/"
_API = f"{_OPEN}api/v1/"
urlpatterns = [
    path(_OFFICE, office.releases, name="releases"),
    path(f"{_OFFICE}conventions/", office.consents, name="consents"),
    path(f"{_OFFICE}conventions/<int:pk>/", office.consent, name="consent"),
    path(f"{_OFFICE}extrait/", extract.extract, name="extract"),
    path(f"{_OFFICE}extrait/fichier/", extract.take, name="take"),
    path(f"{_OFFICE}<str:number>/", office.release, name="release"),
    path(f"{_OFFICE}<str:number>/<slug:dataset>.<slug:format>", office.file, name="prepared_file"),
    path(_OPEN, public.home, name="home"),
    path(f"{_OPEN}iati.xml", public.activities, name="activities"),
    path(f"{_OPEN}api/", public.programmers, name="api"),
    path(f"{_API}openapi.json", api.openapi, name="api_openapi"),
    path(f"{_API}about", api.about, name="api_about"),
    path(f"{_API}figures", api.published_figures, name="api_figures"),
    path(f"{_API}releases", api.releases, name="api_releases"),
    path(f"{_API}releases/<str:number>", api.release, name="api_release"),
    path(f"{_API}releases/<str:number>/datasets/<slug:dataset>", api.release_dataset, name="api_release_dataset"),
    path(f"{_API}datasets", api.datasets, name="api_datasets"),
    path(f"{_API}datasets/<slug:dataset>", api.dataset, name="api_dataset"),
    path(f"{_OPEN}<str:number>/", public.release, name="published"),
    path(f"{_OPEN}<str:number>/<slug:dataset>.<slug:format>", public.file, name="file"),
]
