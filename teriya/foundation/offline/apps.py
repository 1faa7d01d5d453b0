from django.apps import AppConfig


class OfflineConfig(AppConfig):
    name = "teriya.foundation.offline"
    label = "offline"

    def ready(self) -> None:
        from teriya.foundation.accounts import sessions
        from teriya.foundation.offline import jobs

        sessions.AFTER_SIGN_IN.append(jobs.resume)
