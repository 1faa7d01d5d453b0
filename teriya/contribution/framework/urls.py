from django.urls import path

from teriya.contribution.framework.views import plans, programme, reviews, steps, words

app_name = "framework"
urlpatterns = [
    path("", plans.framework, name="framework"),
    path("plan/", plans.write_plan, name="write_plan"),
    path("plan/<int:pk>/", plans.write_plan, name="rewrite_plan"),
    path("lettre/", plans.write_letter, name="write_letter"),
    path("lettre/<int:year>/", plans.letter, name="letter"),
    path("lettre/<int:year>/papier/", plans.scan, name="scan"),
    path("ptba/<int:pk>/", programme.work_plan, name="work_plan"),
    path("ptba/<int:pk>/proces-verbal/", programme.minutes, name="minutes"),
    path("ptba/<int:pk>/soumettre/", steps.submit, name="submit"),
    path("ptba/<int:pk>/renvoyer/", steps.send_back, name="send_back"),
    path("ptba/<int:pk>/adopter/", steps.adopt, name="adopt"),
    path("ptba/<int:pk>/activite/", programme.write_activity, name="write_activity"),
    path("activite/<int:pk>/", programme.activity, name="activity"),
    path("activite/<int:pk>/cible/", programme.write_target, name="write_target"),
    path("cible/<int:pk>/", programme.target, name="target"),
    path("cible/<int:pk>/realisation/", programme.count_milestone, name="count_milestone"),
    path("realisation/<int:pk>/retirer/", programme.withdraw_milestone, name="withdraw_milestone"),
    path("realisation/<int:pk>/piece/", programme.proof, name="proof"),
    path("ptba/<int:pk>/revue/", reviews.open_review, name="open_review"),
    path("revue/<int:pk>/", reviews.review, name="review"),
    path("revue/<int:pk>/tenir/", steps.hold_review, name="hold_review"),
    path("revue/<int:pk>/completer/", steps.reopen_review, name="reopen_review"),
    path("revue/<int:pk>/valider/", steps.validate_review, name="validate_review"),
    path("revue/<int:pk>/decision/", words.decide, name="decide"),
    path("revue/<int:pk>/rapport/", words.make_report, name="make_report"),
    path("ligne/<int:pk>/", words.explain, name="explain"),
    path("decisions/", words.decisions, name="decisions"),
    path("decision/<int:pk>/", words.follow_up, name="follow_up"),
    path("rapport/<int:pk>/", words.report, name="report"),
    path("rapport/<int:pk>/envoi/", words.mark_sent, name="mark_sent"),
]
