"""Lists the devices that were signed in before devices were listed."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations
from django.utils import timezone

UNKNOWN = "0.0.0.0"  # noqa: S104


def list_devices(apps, _schema_editor):
    sessions = apps.get_model("sessions", "Session")
    devices = apps.get_model("usersessions", "UserSession")
    people = set(apps.get_model("readings", "User").objects.values_list("pk", flat=True))
    listed = set(devices.objects.values_list("session_key", flat=True))
    alive = sessions.objects.filter(expire_date__gt=timezone.now())
    rows = []
    for session in alive.exclude(pk__in=listed).iterator():
        person = SessionStore().decode(session.session_data).get(SESSION_KEY, "")
        if person.isdecimal() and int(person) in people:
            rows.append(
                devices(user_id=int(person), session_key=session.pk, ip=UNKNOWN, user_agent="")
            )
    devices.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("readings", "0014_reading_settings"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(list_devices, migrations.RunPython.noop)]
