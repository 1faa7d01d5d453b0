from django.urls import path

from teriya.portals import auditing, views
from teriya.portals.partner import views as partner

app_name = "portals"
urlpatterns = [
    path("", views.home, name="home"),
    path("chercher/", views.look_up, name="search"),
    path("tableau/", views.director, name="director"),
    path("tableau/<str:code>/", views.behind_number, name="behind"),
    path("mon-dossier/", views.my_dossier, name="my_dossier"),
    path("dossiers/<str:matricule>/", views.dossier, name="dossier"),
    path("dossiers/<str:matricule>/papiers/<int:pk>/", views.paper, name="paper"),
    path("ma-convention/", partner.agreements, name="partner"),
    path("ma-convention/<int:pk>/", partner.agreement, name="partner_agreement"),
    path("ma-convention/<int:pk>/lignes/", partner.lines, name="partner_lines"),
    path("ma-convention/<int:pk>/modele/", partner.add_template, name="partner_template"),
    path("ma-convention/<int:pk>/depenses/<int:expense>/", partner.proof, name="partner_proof"),
    path("ma-convention/rapports/<int:pk>/", partner.report, name="partner_report"),
    path("ma-convention/rapports/<int:pk>/rapport.pdf", partner.report_pdf, name="partner_report_pdf"),
    path("ma-convention/rapports/<int:pk>/rapport.xlsx", partner.report_workbook, name="partner_report_workbook"),
    path(
        "ma-convention/rapports/<int:pk>/<int:template>.xlsx", partner.report_workbook, name="partner_report_template"
    ),
    path("audit/", auditing.journal, name="journal"),
    path("audit/chaine/", auditing.seals, name="seals"),
    path("audit/paiement/", auditing.payment, name="payment"),
    path("audit/selection/", auditing.selection, name="selection"),
]
