# nscale-sandbox: a local stand-in of the API.
if ENABLE_SANDBOX
bin_PROGRAMS += nscale-sandbox

nscale_sandbox_SOURCES = \
	sdk/sandbox/account_document.c \
	sdk/sandbox/account_document.h \
	sdk/sandbox/account_operations.c \
	sdk/sandbox/account_operations.h \
	sdk/sandbox/accounts.c \
	sdk/sandbox/accounts.h \
	sdk/sandbox/api.c \
	sdk/sandbox/api.h \
	sdk/sandbox/caller.c \
	sdk/sandbox/caller.h \
	sdk/sandbox/certificate.c \
	sdk/sandbox/certificate.h \
	sdk/sandbox/clock.c \
	sdk/sandbox/clock.h \
	sdk/sandbox/command.c \
	sdk/sandbox/command.h \
	sdk/sandbox/control.c \
	sdk/sandbox/control.h \
	sdk/sandbox/directory.c \
	sdk/sandbox/directory.h \
	sdk/sandbox/environment.c \
	sdk/sandbox/environment.h \
	sdk/sandbox/fault_document.c \
	sdk/sandbox/fault_document.h \
	sdk/sandbox/faults.c \
	sdk/sandbox/faults.h \
	sdk/sandbox/file.c \
	sdk/sandbox/file.h \
	sdk/sandbox/ident.c \
	sdk/sandbox/ident.h \
	sdk/sandbox/identity.c \
	sdk/sandbox/identity.h \
	sdk/sandbox/instances.c \
	sdk/sandbox/instances.h \
	sdk/sandbox/journal.c \
	sdk/sandbox/journal.h \
	sdk/sandbox/json.c \
	sdk/sandbox/json.h \
	sdk/sandbox/kinds.c \
	sdk/sandbox/lag.c \
	sdk/sandbox/lag.h \
	sdk/sandbox/linger.c \
	sdk/sandbox/linger.h \
	sdk/sandbox/main.c \
	sdk/sandbox/membership.c \
	sdk/sandbox/membership.h \
	sdk/sandbox/options.c \
	sdk/sandbox/options.h \
	sdk/sandbox/projects.c \
	sdk/sandbox/projects.h \
	sdk/sandbox/query.c \
	sdk/sandbox/query.h \
	sdk/sandbox/reply.c \
	sdk/sandbox/reply.h \
	sdk/sandbox/request.h \
	sdk/sandbox/responses.c \
	sdk/sandbox/responses.h \
	sdk/sandbox/routes.c \
	sdk/sandbox/routes.h \
	sdk/sandbox/seed.c \
	sdk/sandbox/seed.h \
	sdk/sandbox/server.c \
	sdk/sandbox/server.h \
	sdk/sandbox/shape.c \
	sdk/sandbox/shape.h \
	sdk/sandbox/state.c \
	sdk/sandbox/state.h \
	sdk/sandbox/stopping.c \
	sdk/sandbox/stopping.h \
	sdk/sandbox/thing_operations.c \
	sdk/sandbox/thing_operations.h \
	sdk/sandbox/thing_seed.c \
	sdk/sandbox/thing_seed.h \
	sdk/sandbox/things.c \
	sdk/sandbox/things.h \
	sdk/sandbox/token.c \
	sdk/sandbox/token.h
nscale_sandbox_CPPFLAGS = $(AM_CPPFLAGS) \
	$(JSON_C_CFLAGS) $(MICROHTTPD_CFLAGS) $(GNUTLS_CFLAGS)
nscale_sandbox_LDADD = core/libcore.a $(JSON_C_LIBS) $(MICROHTTPD_LIBS) $(GNUTLS_LIBS) \
	-lpthread

dist_man_MANS += sdk/sandbox/nscale-sandbox.1
endif
