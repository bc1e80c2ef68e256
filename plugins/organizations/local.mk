## plugins/organizations/local.mk - the organizations of a token

if ENABLE_PLUGIN_ORGANIZATIONS
plugin_PROGRAMS += plugins/organizations.so
plugins_organizations_so_SOURCES = \
	plugins/organizations/organizations.c \
	$(NULL)
plugins_organizations_so_CPPFLAGS = $(plugin_cpp_flags)
plugins_organizations_so_CFLAGS = $(plugin_c_flags)
plugins_organizations_so_LDFLAGS = $(plugin_link_flags)
plugins_organizations_so_LDADD = $(plugin_libraries)
manual_pages += plugins/organizations/nscale-organizations.1
endif

if MAKE_MANUALS
plugins/organizations/nscale-organizations.1: nscale$(EXEEXT) plugins/organizations.so
	$(print_manual)
endif
