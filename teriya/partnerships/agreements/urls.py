from django.urls import path

from teriya.partnerships.agreements.views import agreements, expenses, money

app_name = "agreements"
urlpatterns = [
    path("", agreements.agreements, name="agreements"),
    path("ecrire/", agreements.draft, name="draft"),
    path("depenses/", expenses.expenses, name="expenses"),
    path("depenses/<int:pk>/", expenses.expense, name="expense"),
    path("depenses/<int:pk>/piece/", expenses.proof, name="proof"),
    path("tranches/<int:pk>/appeler/", money.call, name="call"),
    path("tranches/<int:pk>/recevoir/", money.receive, name="receive"),
    path("tranches/<int:pk>/abandonner/", money.give_up, name="give_up"),
    path("tranches/<int:pk>/lettre.pdf", money.letter, name="letter"),
    path("textes/<int:pk>/corriger/", agreements.correct, name="correct"),
    path("textes/<int:pk>/signer/", agreements.sign, name="sign"),
    path("textes/<int:pk>/retirer/", agreements.withdraw, name="withdraw"),
    path("textes/<int:pk>/papier/", agreements.paper, name="paper"),
    path("textes/<int:pk>/enveloppe/", agreements.add_envelope, name="add_envelope"),
    path("textes/<int:pk>/termes/<int:envelope>/", agreements.terms, name="terms"),
    path("enveloppes/<int:pk>/rendre/", money.repay, name="repay"),
    path("enveloppes/<int:pk>/refuser/<slug:source>/<int:line>/", money.refuse_line, name="refuse_line"),
    path("refus/<int:pk>/porter/", money.carry_line, name="carry_line"),
    path("remboursements/<int:pk>/", money.repayment, name="repayment"),
    path("lecteurs/<int:pk>/retirer/", money.dismiss, name="dismiss"),
    path("<int:pk>/", agreements.agreement, name="agreement"),
    path("<int:pk>/avenant/", agreements.amend, name="amend"),
    path("<int:pk>/tranche/", money.promise, name="promise"),
    path("<int:pk>/depense/", expenses.enter, name="enter_expense"),
    path("<int:pk>/justification/", money.lines, name="lines"),
    path("<int:pk>/nature/", money.in_kind, name="in_kind"),
    path("<int:pk>/lecteur/", money.admit, name="admit"),
    path("<int:pk>/<slug:step>/", agreements.decide, name="decide"),
]
