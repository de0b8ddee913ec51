"""The front door: start page, office page, the site's own pages."""
