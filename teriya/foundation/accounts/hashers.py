from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at 19 MiB, 2 passes, 1 lane: the OWASP minimum; Django's default costs ten times the CPU."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
