## sdk/local.mk - what a third party gets

nscaleinclude_HEADERS += sdk/include/nscale/plugin.h
pkgconfig_DATA += sdk/nscale-plugin.pc
