"""The site: server-rendered pages that work without JavaScript, on one machine, with nothing kept unless the person asks."""
