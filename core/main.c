/* main.c - argv in, exit status out. */
#include <fcntl.h>
#include <unistd.h>

#include "core/cli/command.h"
#include "core/interrupt.h"
#include "core/message.h"
#include "core/terminal/tty.h"
#include "core/text.h"
#include "core/token/secret.h"

/* A descriptor 0, 1 or 2 that is closed would be taken by the next file or
 * socket.  In the place of stdout comes one that cannot be written, so that
 * a result that has nowhere to go is an error. */
static void open_standard_descriptors(void)
{
  int fd;

  for (fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0)
      /* Without /dev/null each use fails by itself. */
      (void)open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY);
}

static int run(int argc, char **argv)
{
  CLEANUP_ERROR struct error error = { 0 };

  if (command_run(argc, argv, &error) == 0)
    return EXIT_DONE;
  if (!error.quiet)
    message_error(&error);
  return error.exit_status == EXIT_DONE ? EXIT_FAILED
                                        : (int)error.exit_status;
}

int main(int argc, char **argv)
{
  int exit_status;

  secret_take();
  open_standard_descriptors();
  text_setup(tty_utf8());
  message_setup(command_wants_json(argc, argv));
  interrupt_setup();
  exit_status = run(argc, argv);
#ifdef __SANITIZE_ADDRESS__
  return exit_status; /* it looks for leaks at exit */
#else
  /* What thirty libraries do at exit costs time, and where memory is short
   * it ends in a status of their own, after all was done. */
  secret_wipe();
  _exit(exit_status);
#endif
}
