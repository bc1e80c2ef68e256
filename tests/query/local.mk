## tests/query/local.mk - filters against the jq program

EXTRA_PROGRAMS += tests/query/generate tests/query/evaluate
tests/query/test-jq.log tests/query/test-jq-more.log: \
  tests/query/generate$(EXEEXT) tests/query/evaluate$(EXEEXT)
tests_query_generate_SOURCES = tests/query/generate.c
tests_query_generate_LDADD =
tests_query_evaluate_SOURCES = core/base/paths.c tests/query/evaluate.c
tests_query_evaluate_CPPFLAGS = $(AM_CPPFLAGS) $(uninstalled_paths)
tests_query_evaluate_LDADD = $(core_libs)

cli_tests += tests/query/test-jq.sh
gate_tests += tests/query/test-jq-more.sh
