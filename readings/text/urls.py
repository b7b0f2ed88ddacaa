from django.urls import path

from readings.text import views

CHAPTER = "g/<slug:group>/<slug:book>/<slug:chapter>/"

urlpatterns = [
    path(f"{CHAPTER}b/<slug:key>/", views.block, name="block"),
    path(f"{CHAPTER}go/", views.go_to, name="go-to"),
    path(f"{CHAPTER}position/", views.position, name="position"),
    path("pictures/<slug:key>/", views.picture, name="picture"),
]
