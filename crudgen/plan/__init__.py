"""Plans: what a request means, as frozen values, made by pure functions from the Catalog, the request and the rights."""
