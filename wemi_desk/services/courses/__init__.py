"""Courses, group facilitation and workstations.

``planning`` (CoursePlanning: plan, replan, move_date, cancel_date, restore_date, week, lesson, of_citizen),
``enrolling`` (EnrolmentService: enrol, leave, told, to_tell), ``attendance`` (AttendanceService: scan, tick, untick,
count_unnamed, hold, reopen, answer), ``workstations`` (WorkstationService: add, retire, now, day, take, arrive,
finish, missed, cancel, longer), ``attendance_paper`` (AttendancePaper: of), ``forms`` (what is typed),
``doors`` (all of them). An activity without a Facilita kind needs only the first two and
``attendance``: it is held without a sitting.
"""
