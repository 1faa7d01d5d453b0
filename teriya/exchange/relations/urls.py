from django.urls import path

from teriya.exchange.relations.views import contacts, conventions, letters, meetings
from teriya.exchange.relations.views import relations as pages

app_name = "relations"
urlpatterns = [
    path("", pages.relations, name="relations"),
    path("<slug:code>/", pages.relation, name="relation"),
    path("<slug:code>/classeur.xlsx", pages.workbook, name="workbook"),
    path("<slug:code>/missions/", contacts.record_mission, name="record_mission"),
    path("<slug:code>/missions/<int:pk>/", contacts.mission, name="mission"),
    path("<slug:code>/missions/<int:pk>/rapport/", contacts.report_file, name="report"),
    path("<slug:code>/accords/", contacts.prepare_framework, name="prepare_framework"),
    path("<slug:code>/accords/<int:pk>/", contacts.framework, name="framework"),
    path("<slug:code>/accords/<int:pk>/signature/", contacts.sign_framework, name="sign_framework"),
    path("<slug:code>/accords/<int:pk>/papier/", contacts.framework_paper, name="framework_paper"),
    path("<slug:code>/seances/", meetings.record, name="record_meeting"),
    path("<slug:code>/seances/<uuid:uid>/", meetings.meeting, name="meeting"),
    path("<slug:code>/seances/<uuid:uid>/papier/", meetings.paper, name="minutes"),
    path("<slug:code>/seances/<uuid:uid>/<int:rank>/", meetings.done, name="done"),
    path("<slug:code>/conventions/", conventions.draft, name="draft"),
    path("<slug:code>/conventions/recue/", conventions.declare, name="declare"),
    path("<slug:code>/conventions/<uuid:uid>/<int:version>/", conventions.convention, name="convention"),
    path("<slug:code>/conventions/<uuid:uid>/<int:version>/ecrire/", conventions.rewrite, name="rewrite"),
    path("<slug:code>/conventions/<uuid:uid>/<int:version>/avenant/", conventions.amend, name="amend"),
    path("<slug:code>/conventions/<uuid:uid>/<int:version>/ecarter/", conventions.refuse, name="refuse"),
    path("<slug:code>/conventions/<uuid:uid>/<int:version>/reponse/", conventions.answer, name="answer"),
    path("<slug:code>/conventions/<uuid:uid>/<int:version>/papier/", conventions.paper, name="paper"),
    path("<slug:code>/courriers/", letters.letters, name="letters"),
    path("<slug:code>/courriers/<int:pk>/", letters.letter, name="letter"),
]
