/* compare.c - runs commands in turn and compares what they cost.
 *
 *   compare ROUNDS FILE [FLOOR]
 *
 * Each line of FILE is a label, a tab and a command: words between single
 * blanks, behind which may stand NAME=VALUE words for its environment;
 * `sh -c ` in front makes the rest one word.  All commands run one after the
 * other, ROUNDS times (A B C A B C ...), after one round that does not count,
 * with empty stdin, and without stdout and stderr.
 *
 * For each prints the medians of wall time and CPU time (user and system,
 * children included), the 10th and 90th percentile of wall time, peak memory
 * of its largest process, and the median of its ratio to the first command in
 * the same round, by wall and by CPU time, and by CPU time to the command
 * with the label FLOOR.  Ratios hold on a machine that does other things
 * meanwhile, times do not.  A command that fails although its label does not
 * end in `!` ends the comparison with 1.
 */
#define _GNU_SOURCE /* wait4, which tells a child's own peak */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMANDS_MOST 64
#define WORDS_MOST 32
#define ROUNDS_MOST 1000

extern char **environ;

struct command {
  char *label;
  char *words[WORDS_MOST + 1];
  char *variables[WORDS_MOST + 1]; /* before those of this process */
  double wall[ROUNDS_MOST];        /* milliseconds */
  double cpu[ROUNDS_MOST];         /* milliseconds */
  double memory[ROUNDS_MOST];      /* MiB */
};

static struct command commands[COMMANDS_MOST];
static size_t count;
static size_t rounds;

static int die(const char *what, const char *name)
{
  (void)fprintf(stderr, "compare: %s: %s\n", what, name);
  return 1;
}

/* ---- Reading. ----------------------------------------------------- */

static void split(struct command *command, char *text)
{
  size_t words = 0, variables = 0;
  char *rest = NULL, *word;

  if (strncmp(text, "sh -c ", 6) == 0) {
    command->words[0] = strdup("sh");
    command->words[1] = strdup("-c");
    command->words[2] = text + 6;
    return;
  }
  for (word = strtok_r(text, " ", &rest); word && words < WORDS_MOST;
       word = strtok_r(NULL, " ", &rest)) {
    if (words == 0 && strchr(word, '=') && variables < WORDS_MOST)
      command->variables[variables++] = word;
    else
      command->words[words++] = word;
  }
}

static int read_commands(const char *path)
{
  FILE *file = fopen(path, "r");
  char *line = NULL, *tab;
  size_t size = 0;

  if (!file)
    return die(path, strerror(errno));
  while (getline(&line, &size, file) > 0 && count < COMMANDS_MOST) {
    line[strcspn(line, "\n")] = '\0';
    tab = strchr(line, '\t');
    if (!tab)
      return die("no command in", line);
    *tab = '\0';
    commands[count].label = line;
    split(&commands[count++], tab + 1);
    line = NULL; /* the command's now, until the end */
    size = 0;
  }
  free(line);
  (void)fclose(file);
  return count ? 0 : die(path, "no commands");
}

/* ---- Running. ----------------------------------------------------- */

static double now(void)
{
  struct timespec time;

  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time)
{
  return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

/* The command's variables and then ours, in an array to be freed. */
static char **environment_of(const struct command *command)
{
  size_t own = 0, all = 0, i;
  char **list;

  while (command->variables[own])
    own++;
  while (environ[all])
    all++;
  list = calloc(own + all + 1, sizeof *list);
  for (i = 0; list && i < own; i++)
    list[i] = command->variables[i];
  for (i = 0; list && i < all; i++)
    list[own + i] = environ[i];
  return list;
}

/* Runs it once, as round `round`, or -1 for one that does not count. */
static int run(struct command *command, long round,
               const posix_spawn_file_actions_t *actions)
{
  char **environment = environment_of(command);
  size_t length = strlen(command->label);
  struct rusage usage;
  double start = now();
  int status, failed;
  pid_t pid;

  failed = !environment || posix_spawnp(&pid, command->words[0], actions, NULL,
                                        command->words, environment);
  free(environment);
  if (failed)
    return die("cannot run", command->label);
  if (wait4(pid, &status, 0, &usage) < 0)
    return die("cannot wait for", command->label);
  if (status != 0 && (!length || command->label[length - 1] != '!'))
    return die("failed", command->label);
  if (round < 0)
    return 0;
  command->wall[round] = now() - start;
  command->cpu[round] =
      milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
  command->memory[round] = (double)usage.ru_maxrss / 1024;
  return 0;
}

static int run_all(void)
{
  posix_spawn_file_actions_t actions;
  long round;
  size_t i;
  int result = 0;

  if (posix_spawn_file_actions_init(&actions) != 0)
    return die("out of memory", "file actions");
  for (i = 0; i < 3; i++)
    (void)posix_spawn_file_actions_addopen(&actions, (int)i, "/dev/null",
                                           i ? O_WRONLY : O_RDONLY, 0);
  for (round = -1; round < (long)rounds && result == 0; round++)
    for (i = 0; i < count && result == 0; i++)
      result = run(&commands[i], round, &actions);
  (void)posix_spawn_file_actions_destroy(&actions);
  return result;
}

/* ---- Reporting. --------------------------------------------------- */

static int order(const void *one, const void *other)
{
  double a = *(const double *)one, b = *(const double *)other;

  return a < b ? -1 : a > b;
}

/* The value below which `part` of the rounds are. */
static double percentile(const double *values, double part)
{
  double sorted[ROUNDS_MOST];

  memcpy(sorted, values, rounds * sizeof *values);
  qsort(sorted, rounds, sizeof *sorted, order);
  return sorted[(size_t)(part * (double)(rounds - 1) + 0.5)];
}

static double ratio(const double *values, const double *first)
{
  double ratios[ROUNDS_MOST];
  size_t i;

  for (i = 0; i < rounds; i++)
    ratios[i] = first[i] > 0 ? values[i] / first[i] : 0;
  return percentile(ratios, 0.5);
}

/* The command with this label; the first one where there is none. */
static const struct command *find(const char *label)
{
  const struct command *command;

  for (command = commands; label && command < commands + count; command++)
    if (strcmp(command->label, label) == 0)
      return command;
  return commands;
}

static void report(const char *divisor)
{
  const struct command *command;
  const double *least = find(divisor)->cpu;

  (void)printf("%-46s %9s %8s %8s %9s %8s %6s %6s%s\n", "", "wall ms", "10 %",
               "90 %", "CPU ms", "MiB", "xwall", "xCPU",
               divisor ? "  /floor" : "");
  for (command = commands; command < commands + count; command++) {
    (void)printf("%-46s %9.2f %8.2f %8.2f %9.2f %8.1f %6.2f %6.2f",
                 command->label, percentile(command->wall, 0.5),
                 percentile(command->wall, 0.1),
                 percentile(command->wall, 0.9), percentile(command->cpu, 0.5),
                 percentile(command->memory, 0.5),
                 ratio(command->wall, commands[0].wall),
                 ratio(command->cpu, commands[0].cpu));
    if (divisor)
      (void)printf("  %6.2f", ratio(command->cpu, least));
    (void)putchar('\n');
  }
}

int main(int argc, char **argv)
{
  if (argc == 3 || argc == 4)
    rounds = strtoul(argv[1], NULL, 10);
  if (rounds == 0 || rounds > ROUNDS_MOST) {
    (void)fputs("usage: compare ROUNDS FILE [FLOOR]\n", stderr);
    return 2;
  }
  if (read_commands(argv[2]) != 0 || run_all() != 0)
    return 1;
  report(argv[3]);
  return fflush(stdout) == 0 ? 0 : 1;
}
