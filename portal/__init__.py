"""The front door: start page, office page, the handbook, the site's own pages."""
