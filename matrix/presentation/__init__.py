"""What people and programs are told: words, views as values, exports. Pure; no template decides anything."""
