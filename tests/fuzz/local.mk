## tests/fuzz/local.mk - the fuzz targets
##
## Here each runs the files of its corpus, with any compiler; run.sh builds
## the same targets with libFuzzer.

fuzz_targets = \
	tests/fuzz/fuzz-amend \
	tests/fuzz/fuzz-canonical \
	tests/fuzz/fuzz-columns \
	tests/fuzz/fuzz-complete \
	tests/fuzz/fuzz-condition \
	tests/fuzz/fuzz-details \
	tests/fuzz/fuzz-difference \
	tests/fuzz/fuzz-document \
	tests/fuzz/fuzz-explain \
	tests/fuzz/fuzz-flags \
	tests/fuzz/fuzz-headers \
	tests/fuzz/fuzz-host-json \
	tests/fuzz/fuzz-keys \
	tests/fuzz/fuzz-manifest \
	tests/fuzz/fuzz-output-token \
	tests/fuzz/fuzz-path \
	tests/fuzz/fuzz-redact \
	tests/fuzz/fuzz-retry-after \
	tests/fuzz/fuzz-select \
	tests/fuzz/fuzz-stream \
	tests/fuzz/fuzz-table \
	tests/fuzz/fuzz-text \
	tests/fuzz/fuzz-token \
	tests/fuzz/fuzz-url \
	$(NULL)

EXTRA_PROGRAMS += $(fuzz_targets)
tests/fuzz/test-corpus.log: $(fuzz_targets)
cli_tests += tests/fuzz/test-corpus.sh
EXTRA_DIST += \
	tests/fuzz/corpus \
	tests/fuzz/amend.dict \
	tests/fuzz/columns.dict \
	tests/fuzz/complete.dict \
	tests/fuzz/condition.dict \
	tests/fuzz/details.dict \
	tests/fuzz/document.dict \
	tests/fuzz/explain.dict \
	tests/fuzz/flags.dict \
	tests/fuzz/headers.dict \
	tests/fuzz/keys.dict \
	tests/fuzz/manifest.dict \
	tests/fuzz/path.dict \
	tests/fuzz/redact.dict \
	tests/fuzz/retry-after.dict \
	tests/fuzz/select.dict \
	tests/fuzz/stream.dict \
	tests/fuzz/table.dict \
	tests/fuzz/text.dict \
	tests/fuzz/token.dict \
	tests/fuzz/url.dict \
	tests/fuzz/run.sh \
	$(NULL)

check_LIBRARIES += tests/fuzz/libfuzz.a
tests_fuzz_libfuzz_a_SOURCES = \
	core/base/paths.c \
	plugins/serviceaccounts/serviceaccounts.c \
	tests/fuzz/fuzz.c \
	tests/fuzz/fuzz.h \
	tests/fuzz/replay.c \
	$(NULL)
tests_fuzz_libfuzz_a_CPPFLAGS = $(AM_CPPFLAGS) $(uninstalled_paths)

## The core needs paths.c of the library that needs the core.
fuzz_libs = tests/fuzz/libfuzz.a $(core_libs) tests/fuzz/libfuzz.a
tests_fuzz_fuzz_amend_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_canonical_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_columns_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_complete_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_condition_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_details_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_difference_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_document_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_explain_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_flags_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_host_json_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_keys_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_manifest_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_output_token_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_path_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_redact_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_retry_after_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_select_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_stream_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_table_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_text_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_token_LDADD = $(fuzz_libs)

## What reads what libcurl hands over, or is held against libcurl.
tests_fuzz_fuzz_headers_SOURCES = \
	core/transport/gunzip.c \
	core/transport/link.c \
	core/transport/receive.c \
	tests/fuzz/fuzz-headers.c \
	$(NULL)
tests_fuzz_fuzz_headers_CFLAGS = $(AM_CFLAGS) $(LIBCURL_CFLAGS)
tests_fuzz_fuzz_headers_LDADD = $(fuzz_libs) $(LIBCURL_LIBS)
tests_fuzz_fuzz_url_SOURCES = \
	core/transport/redirect.c \
	tests/fuzz/fuzz-url.c \
	$(NULL)
tests_fuzz_fuzz_url_CFLAGS = $(AM_CFLAGS) $(LIBCURL_CFLAGS)
tests_fuzz_fuzz_url_LDADD = $(fuzz_libs) $(LIBCURL_LIBS)
