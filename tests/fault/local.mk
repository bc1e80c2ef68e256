## tests/fault/local.mk - every call that can fail, made to fail in turn
##
## drive runs nscale, preloaded with inject.so, again and again.

EXTRA_PROGRAMS += tests/fault/drive
tests/fault/test-calls.log tests/fault/check-tokens.log: \
  tests/fault/drive$(EXEEXT)
tests_fault_drive_SOURCES = \
	tests/fault/control.c \
	tests/fault/control.h \
	tests/fault/drive.c \
	tests/fault/inject.h \
	tests/fault/launch.c \
	tests/fault/launch.h \
	$(NULL)
tests_fault_drive_CFLAGS = $(AM_CFLAGS) $(LIBCURL_CFLAGS)
tests_fault_drive_LDADD = $(core_libs) $(LIBCURL_LIBS)

## No sanitizer watches them: they stand in for what those replace.  Bound at
## once: the dynamic linker puts aside what registers hold when it binds a
## call later, and remains.so would find the token that it looks for there.
shims = \
	tests/fault/early.so \
	tests/fault/hurry.so \
	tests/fault/inject.so \
	tests/fault/remains.so \
	$(NULL)

check_DATA += $(shims)
CLEANFILES += $(shims)
EXTRA_DIST += $(shims:.so=.c)
tests/fault/early.so: tests/fault/early.c
tests/fault/hurry.so: tests/fault/hurry.c
tests/fault/inject.so: tests/fault/inject.c tests/fault/inject.h
tests/fault/remains.so: tests/fault/remains.c
$(shims):
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CC) $(AM_CPPFLAGS) $(CPPFLAGS) -std=c11 -fPIC \
	  $(WARN_CFLAGS) $(CFLAGS) -shared -Wl,-z,now $(LDFLAGS) -o $@ \
	  $(srcdir)/$(@:.so=.c) $(DL_LIBS)

cli_tests += tests/fault/test-calls.sh tests/fault/test-remains.sh
gate_tests += tests/fault/check-tokens.sh
EXTRA_DIST += \
	tests/fault/fault.sh \
	$(NULL)
