"""Lets Hypothesis take its time in these tests, and makes it repeatable."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "calculus",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("calculus")
