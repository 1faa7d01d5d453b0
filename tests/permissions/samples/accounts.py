from teriya.foundation.accounts.models import Appointment


def samples(cast) -> dict[str, dict]:
    about = "account appoint appoint_acting delegate send_password_link reset_second_factor deactivate".split()
    return {f"accounts:{route}": {"pk": cast.awa.pk} for route in about} | {
        "accounts:end_appointment": {"pk": Appointment.objects.get(user=cast.awa).pk},
        "account_reset_password_from_key": {"uidb36": "1", "key": "a-key-that-nobody-was-sent"},
        "mfa_remove_webauthn": {"pk": 1},
    }
