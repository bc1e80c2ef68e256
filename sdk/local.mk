## sdk/local.mk - what a third party gets

nscaleinclude_HEADERS += \
	sdk/include/nscale/plugin-test.h \
	sdk/include/nscale/plugin.h \
	sdk/include/nscale/resource.h \
	$(NULL)
## The parts of plugin.h and plugin-test.h, which no plugin includes by itself.
nscalepluginpartdir = $(nscaleincludedir)/plugin
nscalepluginpart_HEADERS = \
	sdk/include/nscale/plugin/json.h \
	$(NULL)
nscaleplugintestdir = $(nscaleincludedir)/plugin-test
nscaleplugintest_HEADERS = \
	sdk/include/nscale/plugin-test/json.h \
	sdk/include/nscale/plugin-test/request.h \
	$(NULL)
pkgconfig_DATA += sdk/nscale-plugin.pc

## What README.md starts from, and leads to.
dist_example_DATA += \
	sdk/example/instances.c \
	sdk/example/projects.c \
	sdk/example/test-projects.c \
	$(NULL)

## For plugins that are built with autoconf.
dist_aclocal_DATA += sdk/nscale-plugin.m4

dist_man_MANS += sdk/nscale-plugin.3

## For packagers: the plugin ABI as a name to depend on.
bin_SCRIPTS += sdk/nscale-plugin-abi
dist_man_MANS += sdk/nscale-plugin-abi.1
EXTRA_DIST += sdk/nscale-plugin-abi.sh
CLEANFILES += sdk/nscale-plugin-abi
sdk/nscale-plugin-abi: sdk/nscale-plugin-abi.sh $(nscaleinclude_HEADERS)
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)header=$(srcdir)/sdk/include/nscale/plugin.h; \
	number() { $(SED) -n "s/^#define $$1 //p" $$header; }; \
	$(SED) -e "s/[@]ABI_MAJOR@/$$(number NSCALE_ABI_MAJOR)/" \
	  -e "s/[@]ABI_MINOR@/$$(number NSCALE_ABI_MINOR)/" \
	  -e 's/[@]PACKAGE_VERSION@/$(PACKAGE_VERSION)/' \
	  $(srcdir)/sdk/nscale-plugin-abi.sh >$@.tmp
	@chmod +x $@.tmp && mv $@.tmp $@
