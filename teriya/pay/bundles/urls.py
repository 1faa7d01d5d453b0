from django.urls import path

from teriya.pay.bundles.views import archives, bundles, draws, exports, signing

app_name = "bundles"
urlpatterns = [
    path("", bundles.runs, name="runs"),
    path("etats/<int:pk>/", bundles.run, name="run"),
    path("etats/<int:pk>/references/", bundles.give_references, name="give_references"),
    path("etats/<int:pk>/pieces/", bundles.bring, name="bring"),
    path("lignes/<int:pk>/", bundles.line, name="line"),
    path("lignes/<int:pk>/expliquer/", archives.explain, name="explain"),
    path("lignes/<int:pk>/explication.pdf", archives.explanation, name="explanation"),
    path("fichiers/<int:pk>/", archives.archive, name="archive"),
    path("fichiers/<int:pk>/liasse.zip", archives.download, name="download"),
    path("fichiers/<int:pk>/listes/<int:paper>/", archives.index, name="index"),
    path("fichiers/<str:about>/<int:pk>/", archives.ask, name="ask"),
    path("ecritures/", exports.exports, name="exports"),
    path("ecritures/<int:pk>/ecritures.csv", exports.csv, name="export_csv"),
    path("ecritures/<int:pk>/ecritures.xlsx", exports.xlsx, name="export_xlsx"),
    path("tirages/", draws.draws, name="draws"),
    path("tirages/nouveau/", draws.freeze, name="freeze"),
    path("tirages/<int:pk>/", draws.draw, name="draw"),
    path("tirages/<int:pk>/population.csv", draws.population, name="population"),
    path("tirages/<int:pk>/lignes/<int:rank>/", draws.finding, name="finding"),
    path("emarges/", signing.signed, name="signed"),
    path("emarges/<int:pk>/", signing.sheet, name="sheet"),
    path("emarges/<int:pk>/imprime/", signing.printed, name="printed"),
    path("emarges/<int:pk>/photo/", signing.add_scan, name="add_scan"),
    path("emarges/<int:pk>/photos/<int:upload>/", signing.scan, name="scan"),
    path("emarges/<int:pk>/lignes/<int:line>/procuration/", signing.add_proxy_scan, name="add_proxy_scan"),
    path("emarges/<int:pk>/verifier/", signing.verify, name="verify"),
    path("emarges/<int:pk>/renvoyer/", signing.send_back, name="send_back"),
]
