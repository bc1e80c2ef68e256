## core/local.mk - the executable and its private modules

## Everything of the executable but main.c, which the unit tests replace,
## and paths.c, which knows where plugins and modules are.
noinst_LIBRARIES += core/libcore.a
core_libcore_a_SOURCES = \
	core/ask/ask.c \
	core/ask/ask.h \
	core/ask/consent.c \
	core/ask/consent.h \
	core/ask/review.c \
	core/ask/review.h \
	core/ask/selection.c \
	core/ask/selection.h \
	core/ask/step.c \
	core/ask/step.h \
	core/base64.c \
	core/base64.h \
	core/buffer.c \
	core/buffer.h \
	core/call/amend.c \
	core/call/amend.h \
	core/call/call.c \
	core/call/call.h \
	core/call/choices.c \
	core/call/choices.h \
	core/call/condition.c \
	core/call/condition.h \
	core/call/lookup.c \
	core/call/lookup.h \
	core/call/offer.c \
	core/call/offer.h \
	core/call/read.c \
	core/call/read.h \
	core/call/things.c \
	core/call/things.h \
	core/cleanup.h \
	core/cli/api.c \
	core/cli/api.h \
	core/cli/builtin.c \
	core/cli/builtin.h \
	core/cli/command.c \
	core/cli/command.h \
	core/cli/help.c \
	core/cli/help.h \
	core/cli/noun.c \
	core/cli/noun.h \
	core/cli/options.c \
	core/cli/options.h \
	core/cli/page.c \
	core/cli/page.h \
	core/cli/plugins.c \
	core/cli/plugins.h \
	core/cli/print.c \
	core/cli/print.h \
	core/cli/topics.c \
	core/cli/topics.h \
	core/cli/unknown.c \
	core/cli/unknown.h \
	core/completion/cache.c \
	core/completion/cache.h \
	core/completion/candidates.c \
	core/completion/candidates.h \
	core/completion/complete.c \
	core/completion/complete.h \
	core/completion/scripts.c \
	core/completion/scripts.h \
	core/completion/sha256.c \
	core/completion/sha256.h \
	core/completion/values.c \
	core/completion/values.h \
	core/document/difference.c \
	core/document/difference.h \
	core/document/document.c \
	core/document/document.h \
	core/document/editor.c \
	core/document/editor.h \
	core/document/merge.c \
	core/document/merge.h \
	core/document/pairs.c \
	core/document/pairs.h \
	core/flags.c \
	core/flags.h \
	core/habits.c \
	core/habits.h \
	core/interrupt.c \
	core/interrupt.h \
	core/io.c \
	core/io.h \
	core/json/canonical.c \
	core/json/canonical.h \
	core/json/path.c \
	core/json/path.h \
	core/json/pick.c \
	core/json/pick.h \
	core/json/scan.c \
	core/json/scan.h \
	core/json/select.c \
	core/json/select.h \
	core/json/stream.c \
	core/json/stream.h \
	core/json/text.c \
	core/json/text.h \
	core/message.c \
	core/message.h \
	core/module.c \
	core/module.h \
	core/paths.h \
	core/pipeline/await.c \
	core/pipeline/await.h \
	core/pipeline/pipeline.c \
	core/pipeline/pipeline.h \
	core/pipeline/send.c \
	core/pipeline/send.h \
	core/pipeline/token_folder.c \
	core/pipeline/token_folder.h \
	core/plugin/advice.c \
	core/plugin/advice.h \
	core/plugin/check.c \
	core/plugin/check.h \
	core/plugin/describe.c \
	core/plugin/describe.h \
	core/plugin/directories.c \
	core/plugin/directories.h \
	core/plugin/discover.c \
	core/plugin/discover.h \
	core/plugin/exports.c \
	core/plugin/exports.h \
	core/plugin/field_flags.c \
	core/plugin/field_flags.h \
	core/plugin/findings.c \
	core/plugin/findings.h \
	core/plugin/host.c \
	core/plugin/host.h \
	core/plugin/host_json.c \
	core/plugin/load.c \
	core/plugin/load.h \
	core/plugin/manifest.c \
	core/plugin/manifest.h \
	core/plugin/note.c \
	core/plugin/note.h \
	core/plugin/provider.c \
	core/plugin/provider.h \
	core/plugin/rules.c \
	core/plugin/rules.h \
	core/plugin/shadow.c \
	core/plugin/shadow.h \
	core/query/query.h \
	core/render/cell.c \
	core/render/cell.h \
	core/render/columns.c \
	core/render/columns.h \
	core/render/details.c \
	core/render/details.h \
	core/render/layout.c \
	core/render/layout.h \
	core/render/order.c \
	core/render/order.h \
	core/render/table.c \
	core/render/table.h \
	core/render/time.c \
	core/render/time.h \
	core/render/view.c \
	core/render/view.h \
	core/result/announce.c \
	core/result/announce.h \
	core/result/delivery.c \
	core/result/delivery.h \
	core/result/filter.c \
	core/result/filter.h \
	core/result/filter_list.c \
	core/result/filter_list.h \
	core/result/filters.c \
	core/result/filters.h \
	core/result/output.c \
	core/result/output.h \
	core/suggest.c \
	core/suggest.h \
	core/terminal/entry.c \
	core/terminal/entry.h \
	core/terminal/keys.c \
	core/terminal/keys.h \
	core/terminal/line.c \
	core/terminal/line.h \
	core/terminal/picker.c \
	core/terminal/picker.h \
	core/terminal/progress.c \
	core/terminal/progress.h \
	core/terminal/prompt.c \
	core/terminal/prompt.h \
	core/terminal/raw.c \
	core/terminal/raw.h \
	core/terminal/screen.c \
	core/terminal/screen.h \
	core/terminal/tty.c \
	core/terminal/tty.h \
	core/text.c \
	core/text.h \
	core/token/claims.c \
	core/token/claims.h \
	core/token/mask.c \
	core/token/mask.h \
	core/token/rescue.c \
	core/token/rescue.h \
	core/token/secret.c \
	core/token/secret.h \
	core/token/token_file.c \
	core/token/token_file.h \
	core/token/told.c \
	core/token/told.h \
	core/transport/transport.h \
	core/width.c \
	core/width.h \
	core/wire/endpoint.c \
	core/wire/endpoint.h \
	core/wire/exchange.c \
	core/wire/exchange.h \
	core/wire/explain.c \
	core/wire/explain.h \
	core/wire/request.c \
	core/wire/request.h \
	core/wire/retry.c \
	core/wire/retry.h \
	core/wire/url.c \
	core/wire/url.h \
	$(NULL)

core_libs = core/libcore.a $(JSON_C_LIBS) $(DL_LIBS)

## The same executable twice: as it is installed, and for the build folder,
## where it finds what was built there.
bin_PROGRAMS += core/nscale
core_nscale_SOURCES = core/main.c core/paths.c
core_nscale_CPPFLAGS = $(AM_CPPFLAGS) $(installed_paths)
core_nscale_LDADD = $(core_libs)
installed_paths = \
	-DPLUGIN_DIR=\"$(plugindir)\" \
	-DMODULE_DIR=\"$(moduledir)\" \
	-DPROVIDER_FILE=\"$(providerfile)\" \
	$(NULL)

noinst_PROGRAMS += nscale
nscale_SOURCES = core/main.c core/paths.c
nscale_CPPFLAGS = $(AM_CPPFLAGS) $(uninstalled_paths)
nscale_LDADD = $(core_libs)
uninstalled_paths = \
	-DPLUGIN_DIR=\"$(abs_top_builddir)/plugins\" \
	-DMODULE_DIR=\"$(abs_top_builddir)/core\" \
	-DPROVIDER_FILE=\"$(abs_top_builddir)/plugins/providers\" \
	$(NULL)

## Opened on demand, so that no other command pays for their libraries.
module_PROGRAMS += core/transport.so
core_transport_so_CFLAGS = $(shared_c_flags) $(LIBCURL_CFLAGS)
core_transport_so_LDFLAGS = $(shared_link_flags)
core_transport_so_LDADD = $(LIBCURL_LIBS)
core_transport_so_SOURCES = \
	core/transport/explain.c \
	core/transport/headers.c \
	core/transport/internal.h \
	core/transport/memory.c \
	core/transport/receive.c \
	core/transport/transport.c \
	core/transport/transport.h \
	core/transport/trust.c \
	$(NULL)

module_PROGRAMS += core/query.so
core_query_so_CFLAGS = $(shared_c_flags) $(LIBJQ_CFLAGS)
core_query_so_LDFLAGS = $(shared_link_flags)
core_query_so_LDADD = $(LIBJQ_LIBS)
core_query_so_SOURCES = \
	core/query/query.c \
	core/query/query.h \
	$(NULL)

manual_pages += core/nscale.1 core/nscale-environment.7

## The page of a plugin, $(plugin).so beside its folder: from a folder of ours
## alone, which whoever builds is known to own.
print_manual = \
	$(AM_V_GEN)rm -rf $@-d && mkdir -m 700 $@-d && \
	cp $(@D).so $@-d && here=`cd $@-d && pwd` && \
	NSCALE_PLUGIN_PATH=$$here ./nscale help --mdoc $(@D:plugins/%=%) >$@-t && \
	mv $@-t $@ && rm -rf $@-d

if MAKE_MANUALS
core/nscale.1: nscale$(EXEEXT)
	$(AM_V_GEN)./nscale help --mdoc >$@-t && mv $@-t $@
core/nscale-environment.7: nscale$(EXEEXT)
	$(AM_V_GEN)./nscale help --mdoc environment >$@-t && mv $@-t $@
endif

## Completion: the scripts are installed, where there is a folder for them,
## and printed by the executable.
dist_bashcompletion_DATA = core/completion/nscale.bash
dist_zshcompletion_DATA = core/completion/_nscale
dist_fishcompletion_DATA = core/completion/nscale.fish

completion_includes = \
	core/completion/bash.inc \
	core/completion/fish.inc \
	core/completion/zsh.inc \
	$(NULL)
CLEANFILES += $(completion_includes)
quote_text = \
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SED) 's/[\\"]/\\&/g; s/^/"/; s/$$/\\n"/'
core/completion/bash.inc: core/completion/nscale.bash
	$(quote_text) $(srcdir)/core/completion/nscale.bash >$@
core/completion/fish.inc: core/completion/nscale.fish
	$(quote_text) $(srcdir)/core/completion/nscale.fish >$@
core/completion/zsh.inc: core/completion/_nscale
	$(quote_text) $(srcdir)/core/completion/_nscale >$@
core/completion/scripts.$(OBJEXT): $(completion_includes)
