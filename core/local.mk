## core/local.mk - the executable and its private modules

## Everything of the executable but main.c, which the unit tests replace,
## and paths.c, which knows where plugins and modules are.
noinst_LIBRARIES += core/libcore.a
core_libcore_a_SOURCES = \
	core/base/ascii.h \
	core/base/base64.c \
	core/base/base64.h \
	core/base/buffer.c \
	core/base/buffer.h \
	core/base/cleanup.h \
	core/base/clock.c \
	core/base/clock.h \
	core/base/environment.c \
	core/base/environment.h \
	core/base/error.c \
	core/base/error.h \
	core/base/exit_status.c \
	core/base/exit_status.h \
	core/base/folder.c \
	core/base/folder.h \
	core/base/hash.h \
	core/base/interrupt.c \
	core/base/interrupt.h \
	core/base/io.c \
	core/base/io.h \
	core/base/join.c \
	core/base/join.h \
	core/base/modes.c \
	core/base/modes.h \
	core/base/module.c \
	core/base/module.h \
	core/base/paths.h \
	core/base/pool.c \
	core/base/pool.h \
	core/base/shell.c \
	core/base/shell.h \
	core/base/sink.c \
	core/base/sink.h \
	core/base/span.h \
	core/base/suggest.c \
	core/base/suggest.h \
	core/base/text.c \
	core/base/text.h \
	core/base/time.c \
	core/base/time.h \
	core/base/traces.c \
	core/base/traces.h \
	core/base/uuid.c \
	core/base/uuid.h \
	core/base/vector.c \
	core/base/vector.h \
	core/base/width.c \
	core/base/width.h \
	core/cli/help.c \
	core/cli/help.h \
	core/cli/help_parts.c \
	core/cli/help_parts.h \
	core/cli/manual.c \
	core/cli/manual.h \
	core/cli/options.c \
	core/cli/options.h \
	core/cli/page.c \
	core/cli/page.h \
	core/cli/print.c \
	core/cli/print.h \
	core/cli/topics.c \
	core/cli/topics.h \
	core/cli/unknown.c \
	core/cli/unknown.h \
	core/command/api.c \
	core/command/api.h \
	core/command/builtin_call.h \
	core/command/command.c \
	core/command/command.h \
	core/command/plugins.c \
	core/command/plugins.h \
	core/command/profiles.c \
	core/command/profiles.h \
	core/command/version.c \
	core/command/version.h \
	core/completion/cache.c \
	core/completion/cache.h \
	core/completion/candidates.c \
	core/completion/candidates.h \
	core/completion/complete.c \
	core/completion/complete.h \
	core/completion/member_values.c \
	core/completion/member_values.h \
	core/completion/scripts.c \
	core/completion/scripts.h \
	core/completion/values.c \
	core/completion/values.h \
	core/document/check.c \
	core/document/check.h \
	core/document/complete.c \
	core/document/complete.h \
	core/document/difference.c \
	core/document/difference.h \
	core/document/editor.c \
	core/document/editor.h \
	core/document/field_path.c \
	core/document/field_path.h \
	core/document/pairs.c \
	core/document/pairs.h \
	core/document/patch.c \
	core/document/patch.h \
	core/document/quote.c \
	core/document/quote.h \
	core/document/read.c \
	core/document/read.h \
	core/document/scalar.c \
	core/document/scalar.h \
	core/document/stale.c \
	core/document/stale.h \
	core/grammar/builtin.c \
	core/grammar/builtin.h \
	core/grammar/flag_table.c \
	core/grammar/flag_table.h \
	core/grammar/flags.c \
	core/grammar/flags.h \
	core/grammar/noun.c \
	core/grammar/noun.h \
	core/grammar/synonyms.c \
	core/grammar/synonyms.h \
	core/grammar/word_list.c \
	core/grammar/word_list.h \
	core/http/endpoint.c \
	core/http/endpoint.h \
	core/http/exchange.c \
	core/http/exchange.h \
	core/http/explain.c \
	core/http/explain.h \
	core/http/pages.c \
	core/http/pages.h \
	core/http/reason.c \
	core/http/reason.h \
	core/http/request.c \
	core/http/request.h \
	core/http/retry.c \
	core/http/retry.h \
	core/http/url.c \
	core/http/url.h \
	core/invocation/arena.c \
	core/invocation/arena.h \
	core/invocation/caller.c \
	core/invocation/caller.h \
	core/invocation/choices.c \
	core/invocation/choices.h \
	core/invocation/condition.c \
	core/invocation/condition.h \
	core/invocation/draft.c \
	core/invocation/draft.h \
	core/invocation/element.c \
	core/invocation/element.h \
	core/invocation/element_values.c \
	core/invocation/element_values.h \
	core/invocation/enter.c \
	core/invocation/enter.h \
	core/invocation/fetch.c \
	core/invocation/fetch.h \
	core/invocation/field_check.c \
	core/invocation/field_check.h \
	core/invocation/field_given.c \
	core/invocation/field_given.h \
	core/invocation/field_json.c \
	core/invocation/field_json.h \
	core/invocation/field_listed.c \
	core/invocation/field_listed.h \
	core/invocation/field_names.c \
	core/invocation/field_names.h \
	core/invocation/field_text.c \
	core/invocation/field_text.h \
	core/invocation/field_values.c \
	core/invocation/field_values.h \
	core/invocation/find.c \
	core/invocation/find.h \
	core/invocation/handle.h \
	core/invocation/host.c \
	core/invocation/host.h \
	core/invocation/host_json.c \
	core/invocation/invocation.c \
	core/invocation/invocation.h \
	core/invocation/later.c \
	core/invocation/later.h \
	core/invocation/left_out.c \
	core/invocation/left_out.h \
	core/invocation/lookup.c \
	core/invocation/lookup.h \
	core/invocation/namesakes.c \
	core/invocation/namesakes.h \
	core/invocation/neighbours.c \
	core/invocation/neighbours.h \
	core/invocation/only.c \
	core/invocation/only.h \
	core/invocation/options.h \
	core/invocation/parameters.c \
	core/invocation/parameters.h \
	core/invocation/plan.c \
	core/invocation/plan.h \
	core/invocation/profile.c \
	core/invocation/profile.h \
	core/invocation/scope.c \
	core/invocation/scope.h \
	core/invocation/suggestions.c \
	core/invocation/suggestions.h \
	core/invocation/target.c \
	core/invocation/target.h \
	core/invocation/targets.c \
	core/invocation/targets.h \
	core/invocation/twins.c \
	core/invocation/twins.h \
	core/invocation/update.c \
	core/invocation/update.h \
	core/jq/canonical.c \
	core/jq/canonical.h \
	core/jq/query.h \
	core/jq/result.h \
	core/jq/shape.c \
	core/jq/shape.h \
	core/jq/simple.c \
	core/jq/simple.h \
	core/json/bytes.h \
	core/json/cost.c \
	core/json/cost.h \
	core/json/cursor.c \
	core/json/cursor.h \
	core/json/fields.c \
	core/json/fields.h \
	core/json/mark.h \
	core/json/path.c \
	core/json/path.h \
	core/json/same.c \
	core/json/same.h \
	core/json/scan.c \
	core/json/scan.h \
	core/json/stream.c \
	core/json/stream.h \
	core/json/tree.c \
	core/json/tree.h \
	core/json/whole.c \
	core/json/whole.h \
	core/json/wrapped.c \
	core/json/wrapped.h \
	core/json/write.c \
	core/json/write.h \
	core/message/message.c \
	core/message/message.h \
	core/message/progress.c \
	core/message/progress.h \
	core/message/redact.c \
	core/message/redact.h \
	core/message/tty.c \
	core/message/tty.h \
	core/output/announce.c \
	core/output/announce.h \
	core/output/cell.c \
	core/output/cell.h \
	core/output/columns.c \
	core/output/columns.h \
	core/output/cut.c \
	core/output/cut.h \
	core/output/delivery.c \
	core/output/delivery.h \
	core/output/delivery_task.h \
	core/output/details.c \
	core/output/details.h \
	core/output/filter.c \
	core/output/filter.h \
	core/output/filter_list.c \
	core/output/filter_list.h \
	core/output/filter_shaped.c \
	core/output/filter_shaped.h \
	core/output/filters.c \
	core/output/filters.h \
	core/output/fresh.c \
	core/output/fresh.h \
	core/output/layout.c \
	core/output/layout.h \
	core/output/list.c \
	core/output/list.h \
	core/output/mutation.c \
	core/output/mutation.h \
	core/output/order.c \
	core/output/order.h \
	core/output/output.c \
	core/output/output.h \
	core/output/output_file.c \
	core/output/output_file.h \
	core/output/overlap.c \
	core/output/overlap.h \
	core/output/pack.c \
	core/output/pack.h \
	core/output/paint.c \
	core/output/paint.h \
	core/output/plain.c \
	core/output/plain.h \
	core/output/raw_text.c \
	core/output/raw_text.h \
	core/output/style.c \
	core/output/style.h \
	core/output/table.c \
	core/output/table.h \
	core/output/thing.c \
	core/output/thing.h \
	core/output/token_part.c \
	core/output/token_part.h \
	core/output/view.c \
	core/output/view.h \
	core/plugin/before.h \
	core/plugin/check.c \
	core/plugin/check.h \
	core/plugin/describe.c \
	core/plugin/describe.h \
	core/plugin/directories.c \
	core/plugin/directories.h \
	core/plugin/discover.c \
	core/plugin/discover.h \
	core/plugin/examine.c \
	core/plugin/examine.h \
	core/plugin/exports.c \
	core/plugin/exports.h \
	core/plugin/field_flags.c \
	core/plugin/field_flags.h \
	core/plugin/findings.c \
	core/plugin/findings.h \
	core/plugin/found.c \
	core/plugin/found.h \
	core/plugin/load.c \
	core/plugin/load.h \
	core/plugin/manifest.c \
	core/plugin/manifest.h \
	core/plugin/members.c \
	core/plugin/members.h \
	core/plugin/note.c \
	core/plugin/note.h \
	core/plugin/provider.c \
	core/plugin/provider.h \
	core/plugin/resolve.c \
	core/plugin/resolve.h \
	core/plugin/rule.c \
	core/plugin/rule.h \
	core/plugin/rules.c \
	core/plugin/rules.h \
	core/plugin/rules_column.c \
	core/plugin/rules_column.h \
	core/plugin/rules_field.c \
	core/plugin/rules_field.h \
	core/plugin/rules_flag.c \
	core/plugin/rules_flag.h \
	core/plugin/rules_pages.c \
	core/plugin/rules_pages.h \
	core/plugin/rules_verb.c \
	core/plugin/rules_verb.h \
	core/plugin/rules_wait.c \
	core/plugin/rules_wait.h \
	core/plugin/thing_fields.c \
	core/plugin/thing_fields.h \
	core/terminal/entry.c \
	core/terminal/entry.h \
	core/terminal/keys.c \
	core/terminal/keys.h \
	core/terminal/line.c \
	core/terminal/line.h \
	core/terminal/picker.c \
	core/terminal/picker.h \
	core/terminal/prompt.c \
	core/terminal/prompt.h \
	core/terminal/raw.c \
	core/terminal/raw.h \
	core/terminal/screen.c \
	core/terminal/screen.h \
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
	core/token/token_folder.c \
	core/token/token_folder.h \
	core/token/token_hook.c \
	core/token/token_hook.h \
	core/token/token_in_output.c \
	core/token/token_in_output.h \
	core/transport/memory.c \
	core/transport/memory.h \
	core/transport/transport.h \
	core/verb/changes.c \
	core/verb/changes.h \
	core/verb/collection.c \
	core/verb/collection.h \
	core/verb/compose.c \
	core/verb/compose.h \
	core/verb/confirm.c \
	core/verb/confirm.h \
	core/verb/deliver.c \
	core/verb/deliver.h \
	core/verb/existing.c \
	core/verb/existing.h \
	core/verb/follow.c \
	core/verb/follow.h \
	core/verb/gate.c \
	core/verb/gate.h \
	core/verb/hand_over.c \
	core/verb/hand_over.h \
	core/verb/headline.c \
	core/verb/headline.h \
	core/verb/interactive.c \
	core/verb/interactive.h \
	core/verb/offer.c \
	core/verb/offer.h \
	core/verb/planning.c \
	core/verb/planning.h \
	core/verb/preview.c \
	core/verb/preview.h \
	core/verb/renew.c \
	core/verb/renew.h \
	core/verb/results.c \
	core/verb/results.h \
	core/verb/review.c \
	core/verb/review.h \
	core/verb/run.c \
	core/verb/run.h \
	core/verb/selection.c \
	core/verb/selection.h \
	core/verb/send.c \
	core/verb/send.h \
	core/verb/send_all.c \
	core/verb/send_all.h \
	core/verb/step.c \
	core/verb/step.h \
	core/verb/step_choice.c \
	core/verb/step_choice.h \
	core/verb/step_elements.c \
	core/verb/step_elements.h \
	core/verb/step_text.c \
	core/verb/step_text.h \
	core/verb/wait.c \
	core/verb/wait.h \
	$(NULL)

core_libs = core/libcore.a $(JSON_C_LIBS) $(DL_LIBS)

## The same executable twice: as it is installed, and for the build folder,
## where it finds what was built there.
bin_PROGRAMS += core/nscale
core_nscale_SOURCES = core/main.c core/base/paths.c
core_nscale_CPPFLAGS = $(AM_CPPFLAGS) $(installed_paths)
core_nscale_LDADD = $(core_libs)
installed_paths = \
	-DPLUGIN_DIR=\"$(plugindir)\" \
	-DMODULE_DIR=\"$(moduledir)\" \
	-DPROVIDER_FILE=\"$(providerfile)\" \
	$(NULL)

noinst_PROGRAMS += nscale
nscale_SOURCES = core/main.c core/base/paths.c
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
core_transport_so_LDADD = $(LIBCURL_LIBS) $(DL_LIBS)
core_transport_so_SOURCES = \
	core/base/environment.c \
	core/base/environment.h \
	core/transport/ahead.c \
	core/transport/bundle.c \
	core/transport/explain.c \
	core/transport/explain_proxy.c \
	core/transport/explain_tls.c \
	core/transport/gunzip.c \
	core/transport/headers.c \
	core/transport/internal.h \
	core/transport/perform.c \
	core/transport/proxy.c \
	core/transport/receive.c \
	core/transport/link.c \
	core/transport/link.h \
	core/transport/redirect.c \
	core/transport/redirect.h \
	core/transport/reuse.c \
	core/transport/tls.c \
	core/transport/transport.h \
	core/transport/trust.c \
	$(NULL)

module_PROGRAMS += core/query.so
core_query_so_CFLAGS = $(shared_c_flags) $(LIBJQ_CFLAGS)
core_query_so_LDFLAGS = $(shared_link_flags)
core_query_so_LDADD = $(LIBJQ_LIBS)
core_query_so_SOURCES = \
	core/jq/query.c \
	core/jq/query.h \
	$(NULL)

manual_pages += core/nscale.1 core/nscale-environment.7

## The day that pages show is that of the version, or of SOURCE_DATE_EPOCH.
page_day = \
	day=; test -z "$$SOURCE_DATE_EPOCH" || { \
	  day=`LC_ALL=C date -u -d "@$$SOURCE_DATE_EPOCH" '+%B %e, %Y' \
	    2>/dev/null || \
	    LC_ALL=C date -u -r "$$SOURCE_DATE_EPOCH" '+%B %e, %Y'` && \
	  day=`echo $$day`; };
set_page_day = $(SED) "$${day:+s/^[.]Dd .*/.Dd $$day/}"

## The page of a plugin, $(plugin).so beside its folder: from a folder of ours
## alone, which whoever builds is known to own.
print_manual = \
	$(AM_V_GEN)$(page_day) rm -rf $@-d && mkdir -m 700 $@-d && \
	cp $(@D).so $@-d && here=`cd $@-d && pwd` && \
	NSCALE_PLUGIN_PATH=$$here ./nscale help --mdoc $(@D:plugins/%=%) \
	  >$@-d/page && $(set_page_day) $@-d/page >$@-t && \
	mv $@-t $@ && rm -rf $@-d

if MAKE_MANUALS
core/nscale.1: nscale$(EXEEXT)
	$(AM_V_GEN)$(page_day) ./nscale help --mdoc >$@-n && \
	  $(set_page_day) $@-n >$@-t && rm $@-n && mv $@-t $@
core/nscale-environment.7: nscale$(EXEEXT)
	$(AM_V_GEN)$(page_day) ./nscale help --mdoc environment >$@-n && \
	  $(set_page_day) $@-n >$@-t && rm $@-n && mv $@-t $@
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
