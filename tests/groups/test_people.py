"""Names, addresses, roles and the one permission table."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from readings.groups.actions import add_member, create_person, found_group, record
from readings.groups.models import StudyGroup, User, fold_name
from readings.groups.permissions import Permission, allows
from readings.groups.slugs import free_slug


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ana  María ", "ana maría"),
        ("STRASSE", "strasse"),
        ("Ｗide", "wide"),
        ("Straße", "strasse"),
    ],
)
def test_names_fold(typed, folded):
    assert fold_name(typed) == folded


def test_a_name_is_taken_in_any_case(db):
    create_person(name="Ana María", password="x")
    with pytest.raises(ValidationError):
        create_person(name="ANA  MARÍA", password="x")


def test_the_first_account_signs_in_by_its_name_as_typed(client, db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-walk-home")
    call_command("createsuperuser", interactive=False, username="Özgür  Ada", verbosity=0)
    user = User.objects.get()
    assert (user.username, user.display_name) == ("özgür ada", "Özgür Ada")
    given = {"login": "Özgür Ada", "password": "a-long-walk-home"}
    assert client.post("/accounts/login/", given).status_code == 302


def test_many_people_have_no_address_and_no_two_share_one(db):
    create_person(name="One", password="x")
    create_person(name="Two", password="x")
    create_person(name="Three", password="x", email="Same@Example.org")
    with pytest.raises(ValidationError):
        create_person(name="Four", password="x", email="same@example.org")
    with pytest.raises(IntegrityError):
        User.objects.create_user("five", email="SAME@example.org", display_name="Five")


@pytest.mark.parametrize(
    ("name", "initials"), [("Ana", "A"), ("Ana María López", "AL"), ("łukasz żak", "ŁŻ")]
)
def test_initials(name, initials):
    assert User(display_name=name).initials == initials


def test_a_time_zone_must_exist(db, person):
    user = person("Zoe")
    user.time_zone = "Mars/Olympus"
    with pytest.raises(ValidationError) as error:
        user.full_clean()
    assert "time_zone" in error.value.message_dict


def test_what_is_visible_agrees_with_the_table(group, member, facilitator, stranger, admin):
    for person in (member, facilitator, stranger, admin):
        seen = StudyGroup.objects.visible_to(person).filter(pk=group.pk).exists()
        assert seen == allows(person, Permission.READ, group)


def test_a_role_known_for_one_person_is_not_lent_to_another(group, member, facilitator):
    known = StudyGroup.objects.visible_to(facilitator).get(pk=group.pk)
    assert allows(facilitator, Permission.ASK, known)
    assert not allows(member, Permission.ASK, known)


def test_somebody_switched_off_may_do_nothing(group, facilitator):
    facilitator.is_active = False
    assert not allows(facilitator, Permission.READ, group)


def test_a_founder_facilitates_and_addresses_do_not_clash(person):
    ana = person("Ana")
    first, second = (found_group(user=ana, name="Sunday Circle") for _ in range(2))
    assert (first.slug, second.slug) == ("sunday-circle", "sunday-circle-2")
    assert allows(ana, Permission.ASK, second)


def test_joining_twice_is_joining_once(group, member):
    before = group.activities.count()
    add_member(group=group, user=member)
    assert group.memberships.filter(user=member).count() == 1
    assert group.activities.count() == before


def test_what_happens_is_numbered(group, member):
    numbers = [record(group_id=group.pk, kind="member.joined", actor=member) for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert list(group.activities.order_by("seq").values_list("seq", flat=True)) == numbers


def test_demo_people_are_refused_off_loopback(person, settings, client):
    person("Demo", email="demo@demo.invalid")
    login = {"login": "Demo", "password": "correct-horse-battery"}
    settings.DEMO_LOGINS_ALLOWED = False
    assert client.post("/accounts/login/", login).status_code == 200
    settings.DEMO_LOGINS_ALLOWED = True
    assert client.post("/accounts/login/", login).status_code == 302


def test_nobody_signs_up_without_a_link(client, db):
    assert client.post("/accounts/signup/", {"username": "x", "password1": "y"}).status_code in (
        200,
        302,
        404,
    )
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("Stay Close", (), "stay-close"),
        ("Stay Close", ("stay-close", "stay-close-2"), "stay-close-3"),
        ("Words " * 20, (), "words-words-words-words-words-words-words-words"),
        ("x" * 80, (), "x" * 50),
        ("读书", (), "book"),
    ],
)
def test_addresses_are_made_of_whole_words(title, taken, slug):
    assert free_slug(title, taken, "book") == slug
