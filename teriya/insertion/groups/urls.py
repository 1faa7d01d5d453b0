from django.urls import path

from teriya.insertion.groups.views import groups, members, months, sharing

app_name = "groups"
urlpatterns = [
    path("", groups.groups, name="groups"),
    path("ouvrir/", groups.open_group, name="open"),
    path("le-mien/", groups.mine, name="mine"),
    path("<str:number>/", groups.group, name="group"),
    path("<str:number>/suivi/", groups.facilitator, name="facilitator"),
    path("<str:number>/membres/", members.enter, name="enter_members"),
    path("<str:number>/membres/<int:rank>/", members.member, name="member"),
    path("<str:number>/mois/<str:month>/", months.month, name="month"),
    path("<str:number>/partage/", sharing.share_out, name="share_out"),
    path("<str:number>/partage/<int:pk>.pdf", sharing.sheet, name="sheet"),
    path("<str:number>/suivant/", sharing.next_cycle, name="next"),
]
