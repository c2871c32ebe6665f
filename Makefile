# Two commands on a fresh machine: `make site`, then `make test`. Both install what they miss, outside the checkout.
.PHONY: site serve test

site:
	@scripts/setup site
	@scripts/site

# On this machine alone; PORT names another port than 8080.
serve:
	@scripts/serve

test:
	@scripts/setup test
	@scripts/test
