"""Addresses of people: one's account, invitations, members of an organisation."""

from __future__ import annotations

from django.urls import path

from mitoyen.people.web import account, entrance, members, terms

app_name = "people"
urlpatterns = [
    path("compte/", account.account, name="account"),
    path("compte/second-facteur/", entrance.second_factor, name="second_factor"),
    path("compte/mes-donnees.json", account.export, name="export"),
    path("compte/effacer/", account.erase, name="erase"),
    path("compte/agir-pour/<int:pk>/", account.act_for, name="act_for"),
    path("invitation/<str:key>/", entrance.accept, name="accept"),
    path("organisations/<int:pk>/membres/", members.members, name="members"),
    path("organisations/<int:pk>/inviter/", members.invite, name="invite"),
    path("organisations/<int:pk>/mandatures/", terms.open_term, name="open_term"),
    path("invitations/<int:pk>/renvoyer/", members.send_again, name="send_again"),
    path("invitations/<int:pk>/retirer/", members.withdraw, name="withdraw"),
    path("mandats/<int:pk>/fin/", members.end_mandate, name="end_mandate"),
    path("mandats/<int:pk>/remplacement/", members.stand_in, name="stand_in"),
    path("mandatures/<int:pk>/fin/", terms.close_term, name="close_term"),
]
