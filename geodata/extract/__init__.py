"""Clean text to initiatives: names, dates, status, themes, figures, actors."""
