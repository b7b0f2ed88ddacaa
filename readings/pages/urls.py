from django.urls import path

from readings.pages import views
from readings.text.urls import CHAPTER

urlpatterns = [
    path("", views.home, name="home"),
    path("g/<slug:slug>/", views.group, name="group"),
    path("g/<slug:slug>/start/", views.group_start, name="group-start"),
    path("g/<slug:slug>/seen/", views.seen, name="seen"),
    path(CHAPTER, views.chapter, name="chapter"),
    path(f"{CHAPTER}r/<slug:key>/", views.reason, name="reason"),
    path(f"{CHAPTER}corrections/", views.corrections, name="corrections"),
]
