from django.urls import path

from teriya.exchange.balances.views import balances, costs, statements

app_name = "balances"
urlpatterns = [
    path("", balances.balances, name="balances"),
    path("couts/<int:pk>/", costs.cost, name="cost"),
    path("couts/<int:pk>/piece/", costs.proof, name="proof"),
    path("decomptes/<int:pk>/", statements.statement, name="statement"),
    path("decomptes/<int:pk>/reponse/", statements.answer, name="answer"),
    path("decomptes/<int:pk>/reception/", statements.receive, name="receive"),
    path("decomptes/<int:pk>/papier/", statements.paper, name="paper"),
    path("<slug:code>/", balances.balance, name="balance"),
    path("<slug:code>/couts/", costs.costs, name="costs"),
    path("<slug:code>/couts/entrer/", costs.record, name="record"),
    path("<slug:code>/couts/declarer/", costs.declare, name="declare"),
    path("<slug:code>/decompte/", statements.prepare, name="prepare"),
    path("<slug:code>/<str:way>/<str:stage>/", balances.behind, name="behind"),
]
