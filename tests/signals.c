/* signals.c - runs a command to which signals do what they do by default.
 *
 *   signals COMMAND [ARGUMENT...]
 *
 * What nohup, or `&` in a script, ignores stays ignored in every program
 * below, and no shell can take that back.  Ends as COMMAND does, or with 127.
 */
#include <signal.h>
#include <unistd.h>

int main(int argc, char **argv)
{
  (void)signal(SIGHUP, SIG_DFL);
  (void)signal(SIGINT, SIG_DFL);
  (void)signal(SIGQUIT, SIG_DFL);
  (void)signal(SIGPIPE, SIG_DFL);
  if (argc > 1)
    (void)execvp(argv[1], argv + 1);
  return 127;
}
