"""Icons, translations, frameworks, tokens; read with importlib.resources."""
