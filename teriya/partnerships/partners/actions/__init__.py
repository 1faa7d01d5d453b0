from teriya.partnerships.partners.actions.partners import amend_partner, enter_partner, set_active

__all__ = ["amend_partner", "enter_partner", "set_active"]
