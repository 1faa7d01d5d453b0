from django.urls import path

from teriya.contribution.collection.views import catalogue, checking, completeness, keying, own, samples

app_name = "collection"
urlpatterns = [
    path("contribution/mon-releve/", own.mine, name="mine"),
    path("contribution/mon-releve/<int:pk>/", own.count, name="count"),
    path("contribution/releves/", checking.reports, name="reports"),
    path("contribution/releves/<int:pk>/", checking.report, name="report"),
    path("contribution/releves/<int:pk>/decider/", checking.decide, name="decide"),
    path("contribution/releves/<int:pk>/renvoyer/", checking.send_back, name="send_back"),
    path("contribution/releves/<int:pk>/corriger/", own.correct, name="correct"),
    path("contribution/a-attester/", checking.to_attest, name="to_attest"),
    path("contribution/releves/a-valider/", checking.to_validate, name="to_validate"),
    path("contribution/releves/saisie/", keying.table, name="key"),
    path("contribution/releves/saisie/<str:month>/classeur/", keying.blank, name="blank"),
    path("contribution/completude/", completeness.completeness, name="completeness"),
    path("contribution/completude/<str:month>/relancer/", completeness.chase, name="chase"),
    path("contribution/releves/verifications/", samples.samples, name="samples"),
    path("contribution/releves/verifications/tirer/", samples.draw, name="draw"),
    path("contribution/releves/verifications/<int:year>/<str:rank>/", samples.sample, name="sample"),
    path("contribution/releves/verifications/<int:year>/<str:rank>/feuille/", samples.paper, name="sample_paper"),
    path("contribution/releves/verifications/<int:year>/<str:rank>/figer/", samples.conclude, name="conclude"),
    path("contribution/releves/verifications/<int:year>/<str:rank>/<int:pk>/", samples.found, name="found"),
    path("contribution/indicateurs/", catalogue.sheets, name="sheets"),
    path("contribution/indicateurs/<slug:code>/", catalogue.sheet, name="sheet"),
]
