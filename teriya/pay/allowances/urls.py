from django.urls import path

from teriya.pay.allowances.views import blocked, corrections, elsewhere, lines, operators, returns, runs, wallets

app_name = "allowances"
urlpatterns = [
    path("", runs.runs, name="runs"),
    path("preparer/", runs.prepare, name="prepare"),
    path("travaux/<int:pk>/", runs.work, name="work"),
    path("etats/<int:pk>/", runs.run, name="run"),
    path("etats/<int:pk>/lignes/", lines.of_run, name="lines"),
    path("etats/<int:pk>/papiers/<int:paper>/", runs.paper, name="paper"),
    path("etats/<int:pk>/fichiers/<int:file>/", runs.file, name="file"),
    path("etats/<int:pk>/retours/", returns.returns, name="returns"),
    path("lignes/<int:pk>/", lines.line, name="line"),
    path("lignes/<int:pk>/bulletin/", lines.issue, name="issue_slip"),
    path("lignes/<int:pk>/bulletin.pdf", lines.slip, name="slip"),
    path("lignes/<int:pk>/sms/", lines.send_sms, name="sms"),
    path("lignes/<int:pk>/corriger/", corrections.correct, name="correct"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("retenues/", corrections.retentions, name="retentions"),
    path("retenues/demander/", corrections.ask_retention, name="ask_retention"),
    path("retenues/<int:pk>/", corrections.retention, name="retention"),
    path("mes-paiements/", lines.mine, name="mine"),
    path("lignes/<int:pk>/soupcons/", blocked.clear, name="clear"),
    path("arretees/", blocked.blocked, name="blocked"),
    path("ailleurs/", elsewhere.elsewhere, name="elsewhere"),
    path("revenues/", returns.returned, name="returned"),
    path("suspens/", returns.suspense, name="suspense"),
    path("suspens/<int:pk>/", returns.match, name="match_line"),
    path("suspens/<int:pk>/ecarter/", returns.set_aside, name="set_aside_line"),
    path("comptes/", wallets.wallets, name="wallets"),
    path("comptes/saisir/", wallets.enter, name="enter_wallet"),
    path("comptes/<int:pk>/refuser/", wallets.refuse, name="refuse_wallet"),
    path("comptes/<int:pk>/verifier/", wallets.check, name="check_wallet"),
    path("comptes/<int:pk>/opposition/", wallets.stop, name="stop_wallet"),
    path("operateurs/<uuid:key>/", operators.bell, name="bell"),
    path("institutions/", wallets.institutions, name="institutions"),
]
