from django.urls import path

from readings.pages import deletion, mydata, people, reading_list, rounds, views
from readings.text.urls import CHAPTER

urlpatterns = [
    path("", views.home, name="home"),
    path("g/<slug:slug>/", views.group, name="group"),
    path("g/<slug:slug>/start/", views.group_start, name="group-start"),
    path("g/<slug:slug>/seen/", views.seen, name="seen"),
    path("groups/<slug:slug>/leaving/", people.leaving, name="leaving"),
    path("groups/<slug:slug>/people/<int:pk>/removal/", people.removal, name="removal"),
    path("groups/<slug:slug>/chapters/", reading_list.reading_list, name="reading-list"),
    path("groups/<slug:slug>/rounds/", rounds.round_new, name="round-new"),
    path("accounts/data/", mydata.my_data, name="my-data"),
    path("accounts/data/json/", mydata.as_json, name="my-data-json"),
    path("accounts/data/html/", mydata.as_html, name="my-data-html"),
    path("accounts/deletion/", deletion.deletion, name="account-deletion"),
    path("accounts/deletion/undo/", deletion.keeping, name="account-keeping"),
    path(CHAPTER, views.chapter, name="chapter"),
    path(f"{CHAPTER}r/<slug:key>/", views.reason, name="reason"),
    path(f"{CHAPTER}corrections/", views.corrections, name="corrections"),
]
