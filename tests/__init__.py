"""The tests, by how much of the product they need: law, unit, integration, acceptance, architecture."""
