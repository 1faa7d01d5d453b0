from django.urls import path

from teriya.insertion.kits.views import giving, kits, repaying

app_name = "kits"
urlpatterns = [
    path("", kits.kits, name="kits"),
    path("lots/", kits.enter_lot, name="enter_lot"),
    path("le-mien/", kits.mine, name="mine"),
    path("<str:number>/", kits.kit, name="kit"),
    path("<str:number>/promettre/", giving.assign, name="assign"),
    path("<str:number>/fiche.pdf", giving.sheet, name="sheet"),
    path("<str:number>/fiche-signee/", giving.signed, name="signed"),
    path("<str:number>/remettre/", giving.hand_over, name="hand_over"),
    path("<str:number>/visite/", giving.look, name="look"),
    path("<str:number>/rembourser/", repaying.repay, name="repay"),
    path("<str:number>/remboursements/<int:pk>/annuler/", repaying.reverse, name="reverse"),
    path("<str:number>/effacer/", repaying.ask_waiver, name="ask_waiver"),
]
