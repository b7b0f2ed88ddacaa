"""Every write of this room, by subject."""

from readings.groups.actions.closing import (
    close_account,
    keep_account,
    leave_for_good,
    set_going,
)
from readings.groups.actions.founding import (
    archive_group,
    change_group,
    found_group,
    reopen_group,
)
from readings.groups.actions.invitations import (
    add_person_by_name,
    hand_over_code,
    join,
    join_as_newcomer,
    make_join_link,
    revoke_join_link,
    sign_out_devices,
    use_code,
)
from readings.groups.actions.meetings import cancel_meeting, plan_meeting
from readings.groups.actions.membership import (
    add_member,
    change_role,
    enrol,
    is_last_facilitator,
    leave_group,
    remove_member,
)
from readings.groups.actions.people import (
    change_person,
    create_person,
    mark_seen,
    remember_time_zone,
)
from readings.groups.actions.recording import audit, lock, record

__all__ = [
    "add_member",
    "add_person_by_name",
    "archive_group",
    "audit",
    "cancel_meeting",
    "change_group",
    "change_person",
    "change_role",
    "close_account",
    "create_person",
    "enrol",
    "found_group",
    "hand_over_code",
    "is_last_facilitator",
    "join",
    "join_as_newcomer",
    "keep_account",
    "leave_for_good",
    "leave_group",
    "lock",
    "make_join_link",
    "mark_seen",
    "plan_meeting",
    "record",
    "remember_time_zone",
    "remove_member",
    "reopen_group",
    "revoke_join_link",
    "set_going",
    "sign_out_devices",
    "use_code",
]
