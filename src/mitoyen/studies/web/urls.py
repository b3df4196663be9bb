"""The addresses of studies."""

from __future__ import annotations

from django.urls import path

from mitoyen.studies.web import comparing, describing, drafting, earlier, needs, setting, showing, studies

app_name = "studies"
urlpatterns = [
    path("", studies.studies, name="list"),
    path("nouvelle/", describing.open_study, name="open"),
    path("comparer/", comparing.compare, name="compare"),
    path("<int:pk>/", studies.study, name="study"),
    path("<int:pk>/membres/", describing.describe, name="describe"),
    path("<int:pk>/besoins/", needs.needs, name="needs"),
    path("<int:pk>/besoins/reservations/", needs.take_bookings, name="take_bookings"),
    path("<int:pk>/besoins/fichier/", needs.read_file, name="read_file"),
    path("<int:pk>/besoins/calendrier/", needs.declare_calendar, name="declare_calendar"),
    path("<int:pk>/besoins/<int:source>/retirer/", needs.remove_source, name="remove_source"),
    path("<int:pk>/service/", setting.service, name="service"),
    path("<int:pk>/couts/", setting.costs, name="costs"),
    path("<int:pk>/calculer/", studies.answer, name="answer"),
    path("<int:pk>/releve/", studies.replayed, name="replayed"),
    path("<int:pk>/rejouer/", studies.replay_again, name="replay_again"),
    path("<int:pk>/cle/", studies.choose_key, name="choose_key"),
    path("<int:pk>/accord/", drafting.draft, name="draft"),
    path("<int:pk>/montrer/", showing.show, name="show"),
    path("<int:pk>/remarque/", studies.say_remark, name="remark"),
    path("<int:pk>/copier/", describing.copy, name="copy"),
    path("<int:pk>/reponses/", earlier.earlier, name="earlier"),
    path("<int:pk>/reponses/<int:answer>/", earlier.then, name="then"),
    path("<int:pk>/archiver/", studies.put_away, name="archive"),
]
