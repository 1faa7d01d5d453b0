from django.urls import path

from teriya.service.missions import closure_pages, contract_pages, deployment, handling, outcomes, views
from teriya.service.missions.steps import STEPS

app_name = "missions"
urlpatterns = [
    path("", views.missions, name="missions"),
    path("ma-mission/", views.mine, name="mine"),
    path("structures/<int:pk>/fermeture/", closure_pages.closure, name="closure"),
    path("retards/<str:name>/", views.late, name="late"),
    path("vagues/", deployment.waves, name="waves"),
    path("vagues/<str:code>/", deployment.deployment, name="deployment"),
    path("vagues/<str:code>/cartes/", deployment.wave_cards, name="wave_cards"),
    path("serments/<int:pk>/", deployment.oath, name="oath"),
    path("serments/<int:pk>/<str:kind>/", deployment.oath_paper, name="oath_paper"),
    *[path(step.path, deployment.step, {"code": step.code}, name=step.code) for step in STEPS.values()],
    path("resultats/<uuid:receipt>/", outcomes.outcome, name="outcome"),
    path("resultats/<uuid:receipt>/arretes/", outcomes.refused, name="refused"),
    path("<int:pk>/", views.mission, name="mission"),
    path("<int:pk>/papiers/<str:kind>/", views.paper, name="paper"),
    path("<int:pk>/tuteur/", handling.tutor, name="tutor"),
    path("<int:pk>/photo/", handling.portrait, name="portrait"),
    path("<int:pk>/signer/", contract_pages.sign, name="sign"),
    path("<int:pk>/signer-sur-place/", contract_pages.witness, name="witness"),
    path("<int:pk>/original/", contract_pages.original, name="original"),
    path("<int:pk>/original/<int:upload>/", contract_pages.scan, name="scan"),
    path("<int:pk>/avenant/", contract_pages.amend, name="amend"),
    path("<int:pk>/transfert/", contract_pages.transfer, name="transfer"),
    path("<int:pk>/retirer/", contract_pages.withdraw, name="withdraw"),
    path("<int:pk>/suspendre/", handling.suspend, name="suspend"),
    path("<int:pk>/reprendre/", handling.resume, name="resume"),
    path("<int:pk>/fin/", handling.end, name="end"),
    path("<int:pk>/annuler/", handling.cancel, name="cancel"),
    path("<int:pk>/cloture/", handling.closing, name="closing"),
    path("<int:pk>/attestation/revoquer/", handling.revoke, name="revoke"),
]
