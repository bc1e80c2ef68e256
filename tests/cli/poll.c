/* poll.c - waits for what comes from a pipe
 *
 *   poll MILLISECONDS <PIPE
 *   poll <PIPE >PIPE
 *
 * The first reads what is there, once something is, and ends, or when the time
 * is over; the second copies all of it, as it comes.
 *
 * Other programs that copy may splice, and hold both pipes while they wait:
 * nobody reads from one of them then.
 */
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

static char bytes[65536];

static int copy(void)
{
  ssize_t length;

  while ((length = read(STDIN_FILENO, bytes, sizeof bytes)) > 0)
    if (write(STDOUT_FILENO, bytes, (size_t)length) != length)
      return 1;
  return length < 0;
}

int main(int argc, char **argv)
{
  struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

  if (argc < 2)
    return copy();
  if (poll(&input, 1, (int)strtol(argv[1], NULL, 10)) < 1)
    return 1;
  return read(STDIN_FILENO, bytes, sizeof bytes) < 0;
}
