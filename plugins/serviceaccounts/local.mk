## plugins/serviceaccounts/local.mk - the service accounts of an organization

if ENABLE_PLUGIN_SERVICEACCOUNTS
plugin_PROGRAMS += plugins/serviceaccounts.so
plugins_serviceaccounts_so_SOURCES = \
	plugins/serviceaccounts/serviceaccounts.c \
	$(NULL)
plugins_serviceaccounts_so_CPPFLAGS = $(plugin_cpp_flags)
plugins_serviceaccounts_so_CFLAGS = $(plugin_c_flags)
plugins_serviceaccounts_so_LDFLAGS = $(plugin_link_flags)
plugins_serviceaccounts_so_LDADD = $(plugin_libraries)
manual_pages += plugins/serviceaccounts/nscale-serviceaccounts.1
dist_man_MANS += plugins/serviceaccounts/nscale-recipes.7
endif

if MAKE_MANUALS
plugins/serviceaccounts/nscale-serviceaccounts.1: nscale$(EXEEXT) \
    plugins/serviceaccounts.so
	$(print_manual)
endif
