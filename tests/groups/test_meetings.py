"""The next meeting: set and called off by facilitators, on the group's clock, seen by members."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from readings.groups.actions import cancel_meeting, plan_meeting
from readings.groups.models import Activity, Meeting, StudyGroup
from readings.pages.queries import home_page

PAGE = "/groups/thursday-readers/meeting/"
CANCELLATION = f"{PAGE}cancellation/"
GROUP = "/g/thursday-readers/"
JUNE = "2199-06-05T19:00"


@pytest.fixture
def soon():
    return timezone.now() + timedelta(days=3)


@pytest.fixture
def past(group, facilitator):
    """A meeting that began so long ago."""

    def make(**ago):
        starts_at = timezone.now() - timedelta(**ago)
        return Meeting.objects.create(group=group, starts_at=starts_at, created_by=facilitator)

    return make


def kinds(group):
    return list(Activity.objects.filter(group=group).order_by("seq").values_list("kind", flat=True))


# The verbs --------------------------------------------------------------------------------------


def test_the_next_meeting_is_set_moved_and_called_off(group, facilitator, soon):
    first = plan_meeting(user=facilitator, group=group, starts_at=soon, place="Library")
    moved = plan_meeting(user=facilitator, group=group, starts_at=soon + timedelta(hours=1))
    assert (first.pk, moved.place) == (moved.pk, "")
    assert Meeting.objects.get().starts_at == soon + timedelta(hours=1)
    assert cancel_meeting(user=facilitator, group=group)
    assert not Meeting.objects.exists()
    assert not cancel_meeting(user=facilitator, group=group)
    assert kinds(group) == ["meeting.planned", "meeting.planned", "meeting.cancelled"]


def test_the_same_again_is_no_news(group, facilitator, soon):
    for _turn in range(2):
        plan_meeting(user=facilitator, group=group, starts_at=soon, note="Bring bread.")
    assert kinds(group) == ["meeting.planned"]


def test_a_time_that_was_is_refused(group, facilitator):
    with pytest.raises(ValidationError) as error:
        plan_meeting(user=facilitator, group=group, starts_at=timezone.now())
    assert "still to come" in str(error.value.message_dict["starts_at"])
    assert not Meeting.objects.exists()


def test_what_has_been_stays(group, facilitator, soon, past):
    over, running = past(days=7), past(minutes=30)
    plan_meeting(user=facilitator, group=group, starts_at=soon)
    assert list(Meeting.objects.ahead()) == [running, Meeting.objects.last()]
    cancel_meeting(user=facilitator, group=group)
    assert list(Meeting.objects.all()) == [over]


def test_a_meeting_is_over_after_two_hours(past):
    past(hours=2, seconds=1)
    assert not Meeting.objects.ahead().exists()
    assert past(minutes=119).has_begun
    assert Meeting.objects.ahead().count() == 1


@pytest.mark.parametrize("who", ["member", "stranger", "admin"])
def test_only_facilitators_plan(who, request, group, soon):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        plan_meeting(user=user, group=group, starts_at=soon)
    with pytest.raises(PermissionDenied):
        cancel_meeting(user=user, group=group)
    assert kinds(group) == []


def test_meetings_are_for_members(group, facilitator, member, stranger, admin, soon):
    meeting = plan_meeting(user=facilitator, group=group, starts_at=soon)
    assert list(Meeting.objects.visible_to(member)) == [meeting]
    assert not Meeting.objects.visible_to(stranger).exists()
    assert not Meeting.objects.visible_to(admin).exists()


# The pages --------------------------------------------------------------------------------------


def test_the_form_is_on_the_groups_clock(group, facilitator, facilitator_client):
    StudyGroup.objects.update(time_zone="America/New_York")
    facilitator.time_zone = "Asia/Tokyo"
    facilitator.save()
    assert "America/New York" in facilitator_client.get(PAGE).content.decode()
    answer = facilitator_client.post(PAGE, {"starts_at": JUNE, "place": "Library"})
    assert (answer.status_code, answer["Location"]) == (302, GROUP)
    assert Meeting.objects.get().starts_at == datetime(2199, 6, 5, 23, tzinfo=UTC)
    form = facilitator_client.get(PAGE).content.decode()
    assert f'value="{JUNE}"' in form
    assert 'value="Library"' in form
    assert "Change the meeting" in form


def test_a_group_without_a_zone_goes_by_the_sites(group, facilitator_client, settings):
    settings.TIME_ZONE = "Europe/Paris"
    StudyGroup.objects.update(time_zone="")
    facilitator_client.post(PAGE, {"starts_at": JUNE})
    assert Meeting.objects.get().starts_at == datetime(2199, 6, 5, 17, tzinfo=UTC)


def test_members_see_it_on_their_own_clocks(group, member, facilitator_client, member_client):
    facilitator_client.post(PAGE, {"starts_at": JUNE, "place": "Library", "note": "Bring bread."})
    member.time_zone = "Asia/Tokyo"
    member.save()
    page = " ".join(member_client.get(GROUP).content.decode().split())
    assert "Thursday, June 6, 2199, 4 a.m." in page
    assert "(Asia/Tokyo)" in page
    assert "Bring bread." in page
    assert PAGE not in page
    home = " ".join(member_client.get("/").content.decode().split())
    assert "Thursday, June 6, 2199, 4 a.m." in home
    assert "· Library" in home
    assert "Frida set the next meeting" in home


def test_facilitators_find_the_way_there(group, facilitator_client, facilitator, soon):
    assert "No meeting is set." in facilitator_client.get(GROUP).content.decode()
    assert PAGE in facilitator_client.get(GROUP).content.decode()
    plan_meeting(user=facilitator, group=group, starts_at=soon)
    assert CANCELLATION in facilitator_client.get(GROUP).content.decode()
    answer = facilitator_client.post(CANCELLATION, follow=True)
    assert "The meeting is called off." in answer.content.decode()
    assert "No meeting is set." in answer.content.decode()


def test_without_a_meeting_members_see_nothing_of_it(group, member_client):
    assert "meeting" not in member_client.get(GROUP).content.decode().casefold()


def test_a_meeting_that_goes_on_is_said_to(group, member_client, past):
    past(minutes=30)
    for page in (GROUP, "/"):
        assert "The group is meeting now" in member_client.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "This field is required."),
        ("soon", "Enter a valid date/time."),
        ("2020-01-01T10:00", "Choose a time that is still to come."),
        ("9999-12-31T23:59", "Choose a date nearer to today."),
        # The clocks of New York jump over it.
        ("2027-03-14T02:30", "ambiguous or it may not exist"),
    ],
)
def test_a_wrong_time_is_said_beside_the_field_and_nothing_is_lost(
    group, facilitator_client, typed, said
):
    StudyGroup.objects.update(time_zone="America/New_York")
    answer = facilitator_client.post(PAGE, {"starts_at": typed, "place": "At Ana's"})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert said in str(form.errors["starts_at"])
    assert (form["starts_at"].value() or "", form["place"].value()) == (typed, "At Ana's")
    assert not Meeting.objects.exists()


def test_longer_words_than_fit_are_refused(group, facilitator_client):
    sent = {"starts_at": JUNE, "place": "x" * 201, "note": "x" * 301}
    errors = facilitator_client.post(PAGE, sent).context["form"].errors
    assert set(errors) == {"place", "note"}


def test_news_of_a_meeting_goes_when_it_is_called_off(group, facilitator, member, soon):
    plan_meeting(user=facilitator, group=group, starts_at=soon)
    (news,) = home_page(member).news
    assert [line.activity.kind for line in news.lines] == ["meeting.planned"]
    cancel_meeting(user=facilitator, group=group)
    (news,) = home_page(member).news
    assert [line.activity.kind for line in news.lines] == ["meeting.cancelled"]
