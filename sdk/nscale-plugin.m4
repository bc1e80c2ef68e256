dnl nscale-plugin.m4 - plugins for nscale, built with autoconf
dnl
dnl Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
dnl
dnl NSCALE_PLUGIN_SDK([MINOR], [ACTION-IF-FOUND], [ACTION-IF-NOT-FOUND])
dnl
dnl Looks for the SDK of nscale through pkg-config.  MINOR, 0 by default, is
dnl the minor of the plugin ABI that the plugin needs: it runs on every nscale
dnl 1.x that provides it.  Without ACTION-IF-NOT-FOUND a missing or older SDK
dnl ends configure.  Substitutes
dnl
dnl   NSCALE_PLUGIN_CFLAGS   what a plugin is compiled with
dnl   NSCALE_PLUGIN_LDFLAGS  what it is linked with
dnl   nscaleplugindir        where it is installed, --with-nscale-plugindir
dnl
dnl for a Makefile.am such as
dnl
dnl   nscaleplugin_PROGRAMS = regions.so
dnl   regions_so_SOURCES = regions.c
dnl   regions_so_CFLAGS = $(NSCALE_PLUGIN_CFLAGS)
dnl   regions_so_LDFLAGS = $(NSCALE_PLUGIN_LDFLAGS)
AC_DEFUN([NSCALE_PLUGIN_SDK], [
AC_REQUIRE([AC_PROG_CC])
AC_REQUIRE([PKG_PROG_PKG_CONFIG])
AC_ARG_WITH([nscale-plugindir],
  [AS_HELP_STRING([--with-nscale-plugindir=DIR],
    [where nscale looks for plugins (default: what pkg-config says)])],
  [nscaleplugindir=$with_nscale_plugindir], [nscaleplugindir=])
nscale_sdk=no
PKG_CHECK_MODULES([NSCALE_PLUGIN], [nscale-plugin],
  [AC_MSG_CHECKING([for plugin ABI 1.m4_default([$1], [0]) of nscale])
   nscale_save=$CPPFLAGS
   NSCALE_PLUGIN_CFLAGS="$NSCALE_PLUGIN_CFLAGS dnl
-DNSCALE_TARGET_MINOR=m4_default([$1], [0])"
   CPPFLAGS="$CPPFLAGS $NSCALE_PLUGIN_CFLAGS"
   AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <nscale/plugin.h>]], [])],
     [nscale_sdk=yes])
   CPPFLAGS=$nscale_save
   AC_MSG_RESULT([$nscale_sdk])
   NSCALE_PLUGIN_CFLAGS="$NSCALE_PLUGIN_CFLAGS -fPIC -fvisibility=hidden"
   NSCALE_PLUGIN_LDFLAGS="-shared -Wl,-z,defs"
   AS_IF([test -z "$nscaleplugindir"],
     [nscaleplugindir=`$PKG_CONFIG --variable=plugindir nscale-plugin`])],
  [:])
AC_SUBST([NSCALE_PLUGIN_LDFLAGS])
AC_SUBST([nscaleplugindir])
AS_IF([test "$nscale_sdk" = yes], [m4_default([$2], [:])],
  [m4_default([$3],
    [AC_MSG_ERROR([no SDK of nscale with plugin ABI 1.m4_default([$1], [0]) dnl
was found (Debian: nscale-dev)])])])
])
