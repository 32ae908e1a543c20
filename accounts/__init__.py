"""Officers, forces, units, roles and ranks held from-to, and sign-in. It does not know what a case is."""
