from django.urls import path

from teriya.pay.savings.views import accounts, asides, heirs, people, refunds, unclaimed

app_name = "savings"
urlpatterns = [
    path("", accounts.savings, name="savings"),
    path("comptes/ouvrir/", accounts.open_account, name="open_account"),
    path("comptes/<int:pk>/", accounts.account, name="account"),
    path("comptes/<int:pk>/releve/", accounts.state_balance, name="state_balance"),
    path("etats/<int:pk>/verser/", accounts.deposit, name="deposit"),
    path("versements/<int:pk>/piece/", accounts.proof, name="proof"),
    path("versements/<int:pk>/annuler/", accounts.cancel, name="cancel_deposit"),
    path("mon-epargne/", people.mine, name="mine"),
    path("personnes/<str:matricule>/", people.person, name="person"),
    path("personnes/<str:matricule>/releve/", people.issue, name="issue_statement"),
    path("personnes/<str:matricule>/releve/<int:paper>.pdf", people.statement, name="statement"),
    path("personnes/<str:matricule>/rembourser/", refunds.ask, name="ask_refund"),
    path("personnes/<str:matricule>/heritiers/", heirs.enter, name="enter_heirs"),
    path("heritiers/<int:pk>/", heirs.heirs, name="heirs"),
    path("lignes/<int:pk>/mettre-de-cote/", asides.ask, name="ask_aside"),
    path("mises-de-cote/<int:pk>/", asides.aside, name="aside"),
    path("remboursements/", refunds.refunds, name="refunds"),
    path("remboursements/<int:pk>/", refunds.refund, name="refund"),
    path("remboursements/<int:pk>/payer/", refunds.pay, name="pay_refund"),
    path("remboursements/<int:pk>/revenu/", refunds.come_back, name="refund_back"),
    path("remboursements/<int:pk>/relancer/", refunds.ask_again, name="ask_again"),
    path("non-reclame/", unclaimed.unclaimed, name="unclaimed"),
]
