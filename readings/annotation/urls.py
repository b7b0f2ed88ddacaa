from django.urls import path, re_path

from readings.annotation import moderation_views as moderation
from readings.annotation import place_views, preview, sharing_views, views
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
    path("notes/<uuid:uid>/place/", place_views.place, name="note-place"),
    path("notes/<uuid:uid>/place/section/", place_views.on_section, name="note-on-section"),
    path("notes/<uuid:uid>/wording/", place_views.wording, name="note-wording"),
    path("notes/<uuid:uid>/archive/", place_views.archive, name="note-archive"),
    path("notes/<uuid:uid>/sharing/", sharing_views.choices, name="note-sharing"),
    path("notes/<uuid:uid>/sharing/group/", sharing_views.share, name="note-sharing-group"),
    path("notes/<uuid:uid>/sharing/copy/", sharing_views.copy, name="note-sharing-copy"),
    path("notes/<uuid:uid>/sharing/move/", sharing_views.move, name="note-sharing-move"),
    path("notes/<uuid:uid>/flag/", moderation.flag, name="note-flag"),
    path("notes/<uuid:uid>/flag/withdrawal/", moderation.withdrawal, name="note-flag-withdrawal"),
    path("notes/<uuid:uid>/flags/settlement/", moderation.settlement, name="note-settlement"),
    path("notes/<uuid:uid>/hiding/", moderation.hiding, name="note-hiding"),
    path("notes/<uuid:uid>/showing/", moderation.showing, name="note-showing"),
    path("groups/<slug:slug>/flags/", moderation.flags, name="flags"),
    path("groups/<slug:slug>/flags/mine/", moderation.own, name="own-flags"),
    path(f"{CHAPTER}archive/notes/", place_views.archived, name="archive"),
    path("preview/", preview.Preview.as_view(), name="preview"),
]
