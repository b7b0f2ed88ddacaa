from django.urls import path

from readings.editing import views
from readings.text.urls import CHAPTER

urlpatterns = [
    path(f"{CHAPTER}errata/new/", views.propose, name="erratum-new"),
]
