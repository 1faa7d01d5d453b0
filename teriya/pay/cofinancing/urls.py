from django.urls import path

from teriya.pay.cofinancing.views import calls, disputes, figures, hosts, mine, payments, plans

app_name = "cofinancing"
urlpatterns = [
    path("", hosts.hosts, name="hosts"),
    path("structures/<str:number>/", hosts.host, name="host"),
    path("structures/<str:number>/paiement/", payments.record, name="record_payment"),
    path("structures/<str:number>/echeancier/", plans.propose, name="propose_plan"),
    path("appels/", calls.calls, name="calls"),
    path("appels/preparer/", calls.prepare, name="prepare"),
    path("appels/emettre/<str:month>/", calls.issue, name="issue"),
    path("appels/<int:pk>/", calls.call, name="call"),
    path("appels/<int:pk>/appel.pdf", calls.paper, name="paper"),
    path("appels/<int:pk>/relances/<int:reminder>.pdf", calls.letter, name="letter"),
    path("lignes/<int:pk>/contester/", disputes.contest, name="contest"),
    path("contestations/", disputes.disputes, name="disputes"),
    path("contestations/<int:pk>/", disputes.dispute, name="dispute"),
    path("contestations/<int:pk>/preuve/", disputes.proof, name="proof"),
    path("paiements/", payments.payments, name="payments"),
    path("paiements/<int:pk>/", payments.payment, name="payment"),
    path("paiements/<int:pk>/recu.pdf", payments.receipt, name="receipt"),
    path("echeanciers/", plans.plans, name="plans"),
    path("echeanciers/<int:pk>/", plans.plan, name="plan"),
    path("ages/", figures.ageing, name="ageing"),
    path("recouvrement/", figures.recovery, name="recovery"),
    path("ma-quote-part/", mine.mine, name="mine"),
]
