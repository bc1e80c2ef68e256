## plugins/groups/local.mk - the groups of an organization

if ENABLE_PLUGIN_GROUPS
plugin_PROGRAMS += plugins/groups.so
plugins_groups_so_SOURCES = \
	plugins/groups/groups.c \
	$(NULL)
plugins_groups_so_CPPFLAGS = $(plugin_cpp_flags)
plugins_groups_so_CFLAGS = $(plugin_c_flags)
plugins_groups_so_LDFLAGS = $(plugin_link_flags)
plugins_groups_so_LDADD = $(plugin_libraries)
manual_pages += plugins/groups/nscale-groups.1
endif

if MAKE_MANUALS
plugins/groups/nscale-groups.1: nscale$(EXEEXT) plugins/groups.so
	$(print_manual)
endif
