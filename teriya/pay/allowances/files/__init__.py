"""Pay files as pure functions of frozen orders, and what institutions send back about them."""
