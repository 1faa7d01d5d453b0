"""The demonstration agency: a life made by the system's own actions, from files such as offices send."""
