from django.urls import path, re_path

from readings.annotation import preview, views
from readings.text.urls import CHAPTER

PLACE = (
    r"^g/(?P<group>[-\w]+)/(?P<book>[-\w]+)/(?P<chapter>[-\w]+)/"
    r"(?P<kind>[brsf])/(?P<key>[-\w]+)/notes/$"
)

urlpatterns = [
    re_path(PLACE, views.place_notes, name="place-notes"),
    path(f"{CHAPTER}notes/", views.chapter_notes, name="notes"),
    path(f"{CHAPTER}mine/", views.mine, name="mine"),
    path("notes/<uuid:uid>/", views.note, name="note"),
    path("notes/<uuid:uid>/card/", views.card, name="note-card"),
    path("notes/<uuid:uid>/replies/", views.replies, name="note-replies"),
    path("notes/<uuid:uid>/edit/", views.edit, name="note-edit"),
    path("notes/<uuid:uid>/deletion/", views.deletion, name="note-deletion"),
    path("notes/<uuid:uid>/restoration/", views.restoration, name="note-restoration"),
    path("preview/", preview.Preview.as_view(), name="preview"),
]
