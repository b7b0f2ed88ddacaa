from django.urls import path

from readings.discussion import views
from readings.text.urls import CHAPTER

urlpatterns = [
    path(f"{CHAPTER}questions/", views.question_list, name="questions"),
    path(f"{CHAPTER}questions/new/", views.ask, name="question-new"),
    path(f"{CHAPTER}questions/<int:pk>/adoption/", views.adopt, name="question-adoption"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/answers/", views.answers, name="question-answers"),
    path("questions/<int:pk>/edit/", views.change, name="question-edit"),
    path("questions/<int:pk>/withdrawal/", views.withdrawal, name="question-withdrawal"),
]
