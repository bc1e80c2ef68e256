/* main.c - argv in, exit status out. */
#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/environment.h"
#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/base/traces.h"
#include "core/command/command.h"
#include "core/message/message.h"
#include "core/message/tty.h"
#include "core/terminal/raw.h"
#include "core/token/rescue.h"
#include "core/token/secret.h"

static void rescue(void)
{
  (void)rescue_save();
  rescue_announce();
}

static const struct interrupt_hooks interrupt_hooks = {
  .restore = raw_restore,
  .say = message_signal,
  .end_line = message_signal_line,
  .rescue = rescue,
};

/* A descriptor 0, 1 or 2 that is closed would be taken by the next file or
 * socket.  In the place of stdout comes one that cannot be written, so that
 * a result that has nowhere to go is an error. */
static int open_standard_descriptors(struct error *error)
{
  int fd;

  for (fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0 &&
        open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) != fd)
      return error_set(error, EXIT_FAILED,
                       "standard input, output or error "
                       "is closed, and /dev/null cannot take its place: %s",
                       strerror(errno));
  return 0;
}

/* A file that is made here is its owner's to read, and a folder to enter,
 * whatever the umask: a token that was saved must be found again. */
static void let_owner_read(void)
{
  (void)umask(umask(S_IRWXG | S_IRWXO) & (S_IRWXG | S_IRWXO));
}

/* The C library learns from what is freed to keep ever larger pieces for
 * later: memory would follow the largest reply of all, and some more. */
static void give_memory_back(void)
{
#ifdef M_MMAP_THRESHOLD
  (void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

static int run(int argc, char **argv)
{
  CLEANUP_ERROR struct error error = { 0 };

  if (open_standard_descriptors(&error) == 0) {
    interrupt_setup(&interrupt_hooks);
    if (command_run(argc, argv, &error) == 0)
      return EXIT_DONE;
  }
  if (!error.quiet) {
    secret_look();
    message_error(&error);
  }
  return error.exit_status == EXIT_DONE ? EXIT_FAILED : (int)error.exit_status;
}

int main(int argc, char **argv)
{
  int exit_status;

  environment_take();
  secret_take();
  let_owner_read();
  give_memory_back();
  text_setup(tty_utf8());
  message_setup(command_wants_json(argc, argv));
  exit_status = run(argc, argv);
#ifdef __SANITIZE_ADDRESS__
  return exit_status; /* it looks for leaks at exit */
#else
  /* What thirty libraries do at exit costs time, and where memory is short
   * it ends in a status of their own, after all was done. */
  if (secret_is_held())
    traces_wipe();
  secret_wipe();
  _exit(exit_status);
#endif
}
