## tests/local.mk - what `make check` runs
##
##   make check                      all but the gate
##   make check TESTS=tests/cli/x.sh one script
##   tests/run x                     likewise, and shows what it says
##   make check-gate                 the gate: what takes minutes, or tools
##                                   that few have
##   make test-summary               how many cases passed in the last run
##   make test-summary-all           likewise, of both

## What links the core is an extra program, built for the tests that run it
## alone: an edit and one test are not to relink fifty others.
CLEANFILES += $(EXTRA_PROGRAMS)

## One C file a topic, each with its main in tests/unit/unit.c.
unit_tests = \
	tests/unit/test-buffer \
	tests/unit/test-builtin \
	tests/unit/test-describe \
	tests/unit/test-details \
	tests/unit/test-difference \
	tests/unit/test-discover \
	tests/unit/test-document \
	tests/unit/test-fields \
	tests/unit/test-ground \
	tests/unit/test-json \
	tests/unit/test-keys \
	tests/unit/test-load \
	tests/unit/test-manifest \
	tests/unit/test-mark \
	tests/unit/test-merge \
	tests/unit/test-message \
	tests/unit/test-note \
	tests/unit/test-pages \
	tests/unit/test-pairs \
	tests/unit/test-order \
	tests/unit/test-plain \
	tests/unit/test-paint \
	tests/unit/test-path \
	tests/unit/test-plugin-test \
	tests/unit/test-prompt \
	tests/unit/test-provider \
	tests/unit/test-query \
	tests/unit/test-redact \
	tests/unit/test-redirect \
	tests/unit/test-retry \
	tests/unit/test-rules \
	tests/unit/test-secret \
	tests/unit/test-select \
	tests/unit/test-stream \
	tests/unit/test-suggest \
	tests/unit/test-sweep \
	tests/unit/test-table \
	tests/unit/test-text \
	tests/unit/test-time \
	tests/unit/test-transport \
	tests/unit/test-trust \
	tests/unit/test-tty \
	tests/unit/test-url \
	tests/unit/test-wrapped \
	$(NULL)

## One shell script a topic; each runs many cases.
cli_tests = \
	tests/cli/test-api.sh \
	tests/cli/test-await.sh \
	tests/cli/test-certificates.sh \
	tests/cli/test-check.sh \
	tests/cli/test-color.sh \
	tests/cli/test-completion.sh \
	tests/cli/test-columns.sh \
	tests/cli/test-conditions.sh \
	tests/cli/test-connections.sh \
	tests/cli/test-create.sh \
	tests/cli/test-delete.sh \
	tests/cli/test-deliver.sh \
	tests/cli/test-documents.sh \
	tests/cli/test-dry-run.sh \
	tests/cli/test-environment.sh \
	tests/cli/test-editor.sh \
	tests/cli/test-elements.sh \
	tests/cli/test-elevated.sh \
	tests/cli/test-exit-status.sh \
	tests/cli/test-faults.sh \
	tests/cli/test-field-flags.sh \
	tests/cli/test-fields.sh \
	tests/cli/test-filters.sh \
	tests/cli/test-get.sh \
	tests/cli/test-groups.sh \
	tests/cli/test-habits.sh \
	tests/cli/test-header-examples.sh \
	tests/cli/test-help.sh \
	tests/cli/test-hints.sh \
	tests/cli/test-host.sh \
	tests/cli/test-interactive.sh \
	tests/cli/test-interrupt.sh \
	tests/cli/test-json.sh \
	tests/cli/test-keys.sh \
	tests/cli/test-limits.sh \
	tests/cli/test-list.sh \
	tests/cli/test-listed.sh \
	tests/cli/test-loading.sh \
	tests/cli/test-manual.sh \
	tests/cli/test-matrix-endings.sh \
	tests/cli/test-names.sh \
	tests/cli/test-network.sh \
	tests/cli/test-odd-data.sh \
	tests/cli/test-organizations.sh \
	tests/cli/test-pages.sh \
	tests/cli/test-parents.sh \
	tests/cli/test-pasted.sh \
	tests/cli/test-plugin-abi.sh \
	tests/cli/test-plugin-rules.sh \
	tests/cli/test-plugin-secrets.sh \
	tests/cli/test-plugins-check.sh \
	tests/cli/test-plugins.sh \
	tests/cli/test-profiles.sh \
	tests/cli/test-progress.sh \
	tests/cli/test-query.sh \
	tests/cli/test-raw.sh \
	tests/cli/test-rescue.sh \
	tests/cli/test-rotate-all.sh \
	tests/cli/test-rotate-if.sh \
	tests/cli/test-rotate.sh \
	tests/cli/test-sandbox-accounts.sh \
	tests/cli/test-sandbox-faults.sh \
	tests/cli/test-sandbox-identity.sh \
	tests/cli/test-sandbox-lag.sh \
	tests/cli/test-sandbox-requests.sh \
	tests/cli/test-sandbox-services.sh \
	tests/cli/test-scopes.sh \
	tests/cli/test-screen.sh \
	tests/cli/test-sdk-readme.sh \
	tests/cli/test-sdk.sh \
	tests/cli/test-secrets.sh \
	tests/cli/test-console.sh \
	tests/cli/test-steps.sh \
	tests/cli/test-terminal.sh \
	tests/cli/test-token-file.sh \
	tests/cli/test-token.sh \
	tests/cli/test-topics.sh \
	tests/cli/test-twins.sh \
	tests/cli/test-unknown-outcome.sh \
	tests/cli/test-update.sh \
	tests/cli/test-usage.sh \
	tests/cli/test-wait.sh \
	tests/cli/test-whoami.sh \
	tests/cli/test-widths.sh \
	$(NULL)

## What gives nscale the arguments that other tests give it, in other scripts:
## sanitizers would find nothing more.
script_tests = \
	tests/cli/test-completion-bash.sh \
	tests/cli/test-completion-fish.sh \
	tests/cli/test-completion-zsh.sh \
	tests/cli/test-documentation.sh \
	tests/cli/test-examples.sh \
	tests/cli/test-recipes.sh \
	$(NULL)

## What plugins of other minors of the ABI rest on.
abi_tests = \
	tests/abi/test-binaries.sh \
	tests/abi/test-layout.sh \
	tests/abi/test-minors.sh \
	tests/abi/test-reference.sh \
	$(NULL)

build_tests = \
	tests/check-demo.sh \
	tests/check-functions.sh \
	tests/check-hardening.sh \
	tests/check-includes.sh \
	tests/check-leftovers.sh \
	tests/check-links.sh \
	tests/check-run.sh \
	tests/check-shell.sh \
	tests/check-style.sh \
	tests/check-summary.sh \
	tests/check-symbols.sh \
	tests/check-unicode.sh \
	tests/pictures.sh \
	$(NULL)

## What .ci/run adds to `make check`, through ./autogen.sh --gate, which
## installs what these need.  Those that take longest begin first.
gate_tests = \
	tests/check-sanitizers.sh \
	tests/packaging/test-buildd.sh \
	tests/abi/test-abidiff.sh \
	tests/abi/test-header.sh \
	tests/abi/test-languages.sh \
	tests/abi/test-note.sh \
	tests/check-analyzers.sh \
	tests/check-format.sh \
	tests/check-fuzz.sh \
	tests/check-valgrind.sh \
	tests/cli/test-rotate-fleet.sh \
	tests/contract/test-contract.sh \
	tests/packaging/test-deb.sh \
	tests/packaging/test-dist.sh \
	tests/packaging/test-install.sh \
	tests/packaging/test-options.sh \
	tests/packaging/test-release.sh \
	tests/packaging/test-rpm.sh \
	tests/portable/test-i386.sh \
	tests/portable/test-musl.sh \
	$(NULL)

EXTRA_DIST += \
	$(abi_tests) \
	$(build_tests) \
	$(cli_tests) \
	$(gate_tests) $(sanitizer_tests) $(script_tests) \
	tests/abi/1.0/nscale/plugin.h \
	tests/abi/1.1/nscale/plugin.h \
	tests/abi/README.md \
	tests/abi/languages/regions.cc \
	tests/abi/languages/regions.rs \
	tests/abi/layout-1.0.h \
	tests/abi/layout-1.1.h \
	tests/abi/layout.c \
	tests/abi/probe.c \
	tests/README.md \
	tests/analyzers.h \
	tests/analyzers.supp \
	tests/cli/certificates.sh \
	tests/cli/fixtures.sh \
	tests/cli/plugin.sh \
	tests/cli/shells.sh \
	tests/cli/screen.sh \
	tests/cli/terminal.sh \
	tests/fixtures/plugins/fabric.c \
	tests/fixtures/plugins/fleet.c \
	tests/fixtures/plugins/foundry.c \
	tests/fixtures/plugins/tenants.c \
	tests/fixtures/plugins/orchard.c \
	tests/fixtures/plugins/reckless.c \
	tests/fixtures/plugins/rogue.c \
	tests/fixtures/plugins/vault.c \
	tests/fixtures/plugins/workshop.c \
	tests/contract/package-lock.json \
	tests/contract/package.json \
	tests/demo.sh \
	tests/functions.sh \
	tests/packaging/README.md \
	tests/packaging/debian \
	tests/packaging/installcheck.sh \
	tests/packaging/dist.sh \
	tests/packaging/fill.sh \
	tests/packaging/release.sh \
	tests/packaging/sbom.sh \
	tests/packaging/nscale.spec \
	tests/portable/check.h \
	tests/portable/cross.sh \
	tests/portable/libc-alone.sh \
	tests/pictures/create.svg \
	tests/pictures/list.svg \
	tests/pictures/review.svg \
	tests/pictures/update.svg \
	tests/run \
	tests/roots.sh \
	tests/run-test \
	tests/summary.sh \
	tests/systems.sh \
	tests/unit/missing.sh \
	tests/lsan.supp \
	tests/valgrind.supp \
	$(NULL)

## check-sanitizers.sh runs these as well, and nothing else of the gate does.
sanitizer_tests = tests/cli/test-matrix.sh

TESTS += $(cli_tests) $(abi_tests)

## The first look at sources and at what compilers make by default.
if !SANITIZERS
TESTS += $(build_tests) $(script_tests)
endif

if HAVE_CHECK
EXTRA_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
else
TESTS += tests/unit/missing.sh
endif

## A unit test is its own file and all of the core but main.c.  This is what
## a program without an LDADD of its own is linked with.  The core needs
## paths.c of the library that needs the core.
LDADD = tests/unit/libunit.a $(core_libs) tests/unit/libunit.a $(CHECK_LIBS)

check_LIBRARIES += tests/unit/libunit.a
tests_unit_libunit_a_SOURCES = \
	core/base/paths.c \
	tests/unit/loopback.h \
	tests/unit/unit.c \
	tests/unit/unit.h \
	$(NULL)
tests_unit_libunit_a_CPPFLAGS = $(AM_CPPFLAGS) $(uninstalled_paths)

## What reads addresses as libcurl does.
tests_unit_test_redirect_SOURCES = \
	core/transport/link.c \
	core/transport/redirect.c \
	tests/unit/test-redirect.c \
	$(NULL)
tests_unit_test_redirect_CFLAGS = $(AM_CFLAGS) $(LIBCURL_CFLAGS)
tests_unit_test_redirect_LDADD = $(LDADD) $(LIBCURL_LIBS)

## The executable of the build folder as a host that claims ABI 1.0.
EXTRA_PROGRAMS += tests/abi/nscale-1.0
tests/abi/test-minors.log: tests/abi/nscale-1.0$(EXEEXT)
tests_abi_nscale_1_0_SOURCES = \
	core/main.c \
	core/base/paths.c \
	tests/abi/host-1.0.c \
	tests/abi/manifest-1.0.c \
	$(NULL)
tests_abi_nscale_1_0_CPPFLAGS = $(AM_CPPFLAGS) $(uninstalled_paths)
tests_abi_nscale_1_0_LDADD = $(core_libs)

## Runs a command to which signals do what they do by default.
check_PROGRAMS += tests/signals
tests_signals_SOURCES = tests/signals.c
tests_signals_LDADD =

## Runs a command on a terminal of its own, for tests of what is asked there.
check_PROGRAMS += tests/cli/pty
tests_cli_pty_SOURCES = tests/cli/pty.c
tests_cli_pty_LDADD =

## Waits for what comes from a pipe.
check_PROGRAMS += tests/cli/poll
tests_cli_poll_SOURCES = tests/cli/poll.c
tests_cli_poll_LDADD =

## Runs a command beside a port at which connections hang.
check_PROGRAMS += tests/cli/deaf
tests_cli_deaf_SOURCES = tests/cli/deaf.c
tests_cli_deaf_LDADD =

## Runs a command beside a port that leads to another: a proxy, or IPv6.
if ENABLE_SANDBOX
check_PROGRAMS += tests/cli/relay
endif
tests_cli_relay_SOURCES = \
	tests/cli/loopback.c \
	tests/cli/loopback.h \
	tests/cli/relay.c \
	tests/cli/relay_tls.c \
	tests/cli/relay_tls.h
tests_cli_relay_CPPFLAGS = $(AM_CPPFLAGS) $(GNUTLS_CFLAGS)
tests_cli_relay_LDADD = $(GNUTLS_LIBS)

## Runs a command beside a TLS server that ends replies in odd ways.
if ENABLE_SANDBOX
check_PROGRAMS += tests/cli/gateway
tests_cli_gateway_SOURCES = \
	sdk/sandbox/certificate.c \
	sdk/sandbox/file.c \
	tests/cli/gateway.c \
	tests/cli/loopback.c \
	tests/cli/loopback.h \
	$(NULL)
tests_cli_gateway_CFLAGS = $(AM_CFLAGS) $(GNUTLS_CFLAGS)
tests_cli_gateway_LDADD = core/libcore.a $(GNUTLS_LIBS)
endif

## Plugins that tests open, good and bad ones: NAME.so is made of NAME.c.
fixture_plugins = \
	tests/fixtures/plugins/crash.so \
	tests/fixtures/plugins/good.so \
	tests/fixtures/plugins/late-minor.so \
	tests/fixtures/plugins/liar.so \
	tests/fixtures/plugins/misnamed.so \
	tests/fixtures/plugins/newer-minor.so \
	tests/fixtures/plugins/no-descriptor.so \
	tests/fixtures/plugins/no-manifest.so \
	tests/fixtures/plugins/no-plan.so \
	tests/fixtures/plugins/nosy.so \
	tests/fixtures/plugins/other-major.so \
	$(NULL)

check_DATA += $(fixture_plugins)
CLEANFILES += $(fixture_plugins)
EXTRA_DIST += $(fixture_plugins:.so=.c)

SUFFIXES = .so
.c.so:
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CC) $(plugin_cpp_flags) $(CPPFLAGS) $(plugin_c_flags) \
	  $(CFLAGS) $(plugin_link_flags) $(LDFLAGS) -o $@ $<
$(fixture_plugins): $(nscaleinclude_HEADERS) $(nscalepluginpart_HEADERS)

## Each test runs with nothing of the caller's, see tests/run-test.
TEST_EXTENSIONS = .sh
test_driver = $(SHELL) $(top_srcdir)/tests/run-test
LOG_COMPILER = $(test_driver)
SH_LOG_COMPILER = $(test_driver)
AM_TESTS_ENVIRONMENT = \
	abs_top_builddir='$(abs_top_builddir)'; export abs_top_builddir; \
	abs_top_srcdir='$(abs_top_srcdir)'; export abs_top_srcdir; \
	FIXTURE_DIR='$(abs_top_builddir)/tests/fixtures/plugins'; \
	export FIXTURE_DIR; \
	CC='$(CC)'; export CC; \
	SHELLCHECK='$(SHELLCHECK)'; export SHELLCHECK; \
	SANITIZERS='$(SANITIZE_FLAGS)'; export SANITIZERS; \
	test_names='$(all_tests)'; export test_names; \
	sanitizer_tests='$(sanitizer_tests)'; export sanitizer_tests; \
	gate_names='$(gate_tests)'; export gate_names; \
	test_symbols='$(test_symbols)'; export test_symbols; \
	test_plugins='$(plugin_PROGRAMS)'; export test_plugins; \
	test_executables='$(bin_PROGRAMS) $(noinst_PROGRAMS)'; \
	test_shared='$(module_PROGRAMS) $(plugin_PROGRAMS)'; \
	test_hardened='$(enable_hardening)'; test_cflags='$(CFLAGS)'; \
	export test_executables test_shared test_hardened test_cflags; \
	test_cppflags='$(analyzed_cppflags)'; export test_cppflags;

## What any C file here is compiled with, with the flags of all libraries.
analyzed_cppflags = \
	$(DEFS) \
	$(AM_CPPFLAGS) \
	$(uninstalled_paths) \
	$(CPPFLAGS) \
	$(JSON_C_CFLAGS) \
	$(LIBCURL_CFLAGS) \
	$(LIBJQ_CFLAGS) \
	$(MICROHTTPD_CFLAGS) \
	$(GNUTLS_CFLAGS) \
	$(CHECK_CFLAGS) \
	$(NULL)

## What check-symbols.sh looks at besides plugins: FILE=SYMBOL, the one that
## the file exports.
test_symbols = \
	nscale= \
	core/nscale= \
	core/transport.so=nscale_transport_module \
	core/query.so=nscale_query_module \
	$(NULL)

## Whatever was configured.
all_tests = \
	$(unit_tests) $(cli_tests) $(script_tests) $(abi_tests) $(build_tests) \
	$(gate_tests) $(sanitizer_tests)

.PHONY: check-gate check-sanitized pictures test-summary test-summary-all
check-gate:
	TEST_TIMEOUT=1200; export TEST_TIMEOUT; \
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(gate_tests)'
check-sanitized:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(sanitizer_tests) $(TESTS)'
pictures: all
	UPDATE_PICTURES=1; export UPDATE_PICTURES; \
	$(MAKE) $(AM_MAKEFLAGS) check TESTS=tests/pictures.sh
test-summary:
	@$(SHELL) $(srcdir)/tests/summary.sh $(TEST_LOGS)
test-summary-all:
	@$(SHELL) $(srcdir)/tests/summary.sh $(TEST_LOGS) $(gate_tests:.sh=.log)

clean-tests:
	rm -rf tests/tmp tests/ccache
	rm -rf tests/contract/node_modules tests/contract/work
	rm -f $(gate_tests:.sh=.log) $(gate_tests:.sh=.trs)
