## tests/bench/local.mk - what nscale costs
##
##   make bench                 tables of times beside other programs
##   make record-instructions   the counts that the gate compares with

bench_programs = \
	tests/bench/accounts \
	tests/bench/compare \
	tests/bench/fetch \
	tests/bench/listen \
	tests/bench/trips \
	tests/bench/trivial \
	$(NULL)
check_PROGRAMS += $(bench_programs)
tests_bench_accounts_SOURCES = tests/bench/accounts.c
tests_bench_accounts_LDADD =
tests_bench_compare_SOURCES = tests/bench/compare.c
tests_bench_compare_LDADD =
tests_bench_fetch_SOURCES = tests/bench/fetch.c
tests_bench_fetch_CFLAGS = $(AM_CFLAGS) $(LIBCURL_CFLAGS)
tests_bench_fetch_LDADD = $(LIBCURL_LIBS)
tests_bench_listen_SOURCES = tests/bench/listen.c
tests_bench_listen_LDADD =
tests_bench_trips_SOURCES = \
	tests/bench/trips.c \
	tests/cli/loopback.c \
	tests/cli/loopback.h
tests_bench_trips_LDADD =
tests_bench_trivial_SOURCES = tests/bench/trivial.c
tests_bench_trivial_LDADD =

gate_tests += \
	tests/bench/test-bench.sh \
	tests/bench/test-http2.sh \
	tests/bench/test-idle.sh \
	tests/bench/test-instructions.sh \
	tests/bench/test-memory.sh \
	tests/bench/test-trips.sh \
	$(NULL)
EXTRA_DIST += tests/bench/README.md tests/bench/bench.sh tests/bench/instructions tests/bench/server.sh

.PHONY: bench record-instructions
bench: all $(bench_programs) tests/fixtures/plugins/good.so
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/bench/bench.sh
record-instructions: all
	@$(AM_TESTS_ENVIRONMENT) RECORD=1; export RECORD; \
	$(SHELL) $(srcdir)/tests/run-test \
	  $(srcdir)/tests/bench/test-instructions.sh
