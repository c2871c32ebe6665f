# Two commands on a fresh machine: `make site`, then `make test`. Both install what they miss, outside the checkout.
.PHONY: site serve command release test fuzz mutants size bench lighthouse screenshots example-lake

site:
	@scripts/setup site
	@scripts/site

# On this machine alone; PORT names another port than 8080.
serve:
	@scripts/serve

# The command for release, with the page in it.
command:
	@scripts/setup site
	@scripts/build-command

# What a release consists of, in target/dist; `make release CHECK=check` builds it twice and compares.
release:
	@scripts/setup site
	@scripts/release $(CHECK)

test:
	@scripts/setup test
	@scripts/test

# Random documents against everything that reads one, ten minutes in all; FUZZ_SECONDS names another time.
fuzz:
	@scripts/fuzz

# For each change of the ledger's code, whether a test fails: about two hours. What none minds is named, or excused in
# .cargo/mutants.toml. `scripts/mutants -f FILE` does one file.
mutants:
	@scripts/mutants

# What a browser fetches before any data, in bytes; fails over the limit.
size:
	@scripts/setup site
	@scripts/size

# How fast the command and the page are, beside their references in the same run; with nothing else running.
bench:
	@scripts/setup test
	@scripts/bench

# Lighthouse's scores of dist/, by its mobile preset; with nothing else running, since one of them is a timing.
lighthouse:
	@scripts/setup test
	@scripts/lighthouse

# The pictures of the guides, of what `make site` put into dist/; SOURCE_DATE_EPOCH names the time on them.
screenshots:
	@scripts/setup test
	@scripts/screenshots

# After a change to the table in tests/it/lake/example.rs, or to the status of a campaign that it publishes.
example-lake:
	@cargo test --quiet --locked --test it write_the_example_lake -- --ignored
