/* prompt.c - questions on stderr, answers a line each. */
#include "core/terminal/prompt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/ascii.h"
#include "core/base/io.h"
#include "core/base/text.h"

const struct prompt_input prompt_stdin = { .fd = STDIN_FILENO,
                                           .seconds = PROMPT_SECONDS };

/* The process was stopped, and goes on. */
static volatile sig_atomic_t was_continued;

/* ---- Asking. ------------------------------------------------------ */

/* Writes what a buffer holds.  A question that nobody saw has no answer, so
 * that a stderr that does not work is an error. */
static int show(struct buffer *text, struct error *error)
{
  if (text->failed)
    return error_memory(error);
  if (text->length && write_all(STDERR_FILENO, text->data, text->length) < 0)
    return error_set(error, EXIT_FAILED, "cannot ask on standard error: %s",
                     strerror(errno));
  return 0;
}

/* Writes one line that says why an answer was not taken. */
static int complain(const char *why, struct error *error)
{
  CLEANUP_BUFFER struct buffer line = { 0 };

  text_escape(&line, why, strlen(why));
  buffer_putc(&line, '\n');
  return show(&line, error);
}

/* ---- Reading a line. ---------------------------------------------- */

/* Whether the process was stopped since the question was asked and is in
 * front again, where people see what is asked. */
static int must_ask_again(const struct prompt_input *input)
{
  const pid_t front = was_continued ? tcgetpgrp(input->fd) : 0;

  if (!was_continued || (front > 0 && front != getpgrp()))
    return 0;
  was_continued = 0;
  return 1;
}

enum { WAIT_OVER, WAIT_READY, WAIT_RESUMED };

/* Waits until the input has something, has ended or does not work, which read
 * says; it may be non-blocking.  Second by second, so that a process that is
 * stopped loses no more than one. */
static int wait_input(const struct prompt_input *input)
{
  struct pollfd poller = { .fd = input->fd, .events = POLLIN };
  int left = input->seconds;

  while (left > 0) {
    int ready = poll(&poller, 1, 1000);

    if (must_ask_again(input))
      return WAIT_RESUMED;
    if (ready > 0 || (ready < 0 && errno != EINTR))
      return WAIT_READY;
    left -= ready == 0;
  }
  return WAIT_OVER;
}

/* Ends the line of the question. */
static void end_line(void)
{
  (void)write_all(STDERR_FILENO, "\n", 1);
}

int prompt_unanswered(int seconds, struct error *error)
{
  return error_set(error, EXIT_USAGE,
                   "nobody answered for %d seconds, nothing was sent",
                   seconds);
}

/* Reads a line without its end.  What is beyond PROMPT_LINE is dropped and
 * leaves `line->failed` set.  The end of the input ends a line that has
 * begun.  Returns 1 with a line, 0 where it is to be asked for again, -1. */
static int read_line(const struct prompt_input *input, struct buffer *line,
                     struct error *error)
{
  buffer_free(line);
  line->limit = PROMPT_LINE;
  for (;;) {
    char byte;
    ssize_t got;
    int ready = wait_input(input);

    if (ready == WAIT_RESUMED)
      return 0;
    if (ready == WAIT_OVER) {
      end_line();
      return prompt_unanswered(input->seconds, error);
    }
    got = read(input->fd, &byte, 1);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
      continue;
    if (got < 0) {
      end_line();
      return error_set(error, EXIT_FAILED, "cannot read the answer: %s",
                       strerror(errno));
    }
    if (got == 0 && !line->length && !line->failed) {
      end_line();
      return error_set(error, EXIT_FAILED, "no answer, nothing was sent");
    }
    if (got == 0 || byte == '\n')
      return 1;
    buffer_append(line, &byte, 1);
  }
}

static int is_blank(char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Drops the blanks at both ends. */
static void trim(struct buffer *line)
{
  size_t start = 0;

  while (line->length && is_blank(line->data[line->length - 1]))
    line->length--;
  while (start < line->length && is_blank(line->data[start]))
    start++;
  if (!line->data)
    return;
  line->length -= start;
  memmove(line->data, line->data + start, line->length);
  line->data[line->length] = '\0';
}

/* What is wrong with a line whatever was asked; NULL for nothing. */
static const char *refusal(const struct buffer *line)
{
  size_t used, size;
  uint32_t code;

  if (line->failed)
    return "The answer is too long.";
  for (used = 0; used < line->length; used += size) {
    size = text_decode(line->data + used, line->length - used, &code);
    if (!size)
      return "The answer is not UTF-8.";
    if (text_unsafe(code))
      return "The answer has control characters.";
  }
  return NULL;
}

static void note_continued(int number)
{
  (void)number;
  was_continued = 1;
}

/* Shows `question` and reads the line behind it, both again when the process
 * was stopped meanwhile.  Returns 0 or -1. */
static int ask_line(struct buffer *question, const struct prompt_input *input,
                    struct buffer *line, struct error *error)
{
  const struct sigaction action = { .sa_handler = note_continued };
  struct sigaction before;
  int result = 1;

  was_continued = 0;
  (void)sigaction(SIGCONT, &action, &before);
  do {
    if (result == 0 && input->repeat)
      input->repeat(input->context);
    if (input->forgets)
      (void)tcflush(input->fd, TCIFLUSH);
    result = show(question, error);
    if (result == 0)
      result = read_line(input, line, error);
  } while (result == 0);
  (void)sigaction(SIGCONT, &before, NULL);
  return result < 0 ? -1 : 0;
}

/* Asks `question` and reads the answer into `line`.  Returns 1 with an
 * answer that can be looked at, 0 for one that was refused, -1. */
static int ask(struct buffer *question, const struct prompt_input *input,
               struct buffer *line, struct error *error)
{
  const char *why;

  if (ask_line(question, input, line, error) < 0)
    return -1;
  trim(line);
  why = refusal(line);
  /* An empty line leaves nothing in the buffer, not even its end. */
  if (why)
    return complain(why, error);
  buffer_puts(line, "");
  if (line->failed)
    return error_memory(error);
  return 1;
}

static int no_valid_answer(struct error *error)
{
  return error_set(error, EXIT_FAILED, "no valid answer, nothing was sent");
}

/* ---- The questions. ----------------------------------------------- */

int prompt_confirm(const char *question, const struct prompt_input *input,
                   struct error *error)
{
  CLEANUP_BUFFER struct buffer line = { 0 };
  CLEANUP_BUFFER struct buffer asked = { 0 };
  struct prompt_input fresh = *input;
  const char *last = strrchr(question, '\n');

  fresh.forgets = 1;
  buffer_printf(&asked, "%s [y/N] ", question);
  for (int again = 0; again <= 3; again++) {
    int answered = ask(&asked, &fresh, &line, error);

    if (answered < 0)
      return -1;
    if (answered) {
      if (strcasecmp(line.data, "y") == 0 || strcasecmp(line.data, "yes") == 0)
        return 1;
      if (!line.length || strcasecmp(line.data, "n") == 0 ||
          strcasecmp(line.data, "no") == 0)
        return 0;
      if (complain("Please answer y or n.", error) < 0)
        return -1;
    }
    buffer_clear(&asked);
    buffer_printf(&asked, "%s [y/N] ", last ? last + 1 : question);
  }
  return 0;
}

int prompt_text(const char *label,
                int (*check)(void *context, const char *text,
                             struct buffer *why),
                void *context, struct buffer *answer, struct error *error)
{
  CLEANUP_BUFFER struct buffer line = { 0 };
  CLEANUP_BUFFER struct buffer asked = { 0 };

  text_escape(&asked, label, strlen(label));
  buffer_puts(&asked, ": ");
  for (int tries = 0; tries < PROMPT_TRIES; tries++) {
    CLEANUP_BUFFER struct buffer why = { 0 };
    int answered = ask(&asked, &prompt_stdin, &line, error);

    if (answered < 0)
      return -1;
    if (!answered)
      continue;
    if (!check || check(context, line.data, &why) == 0) {
      buffer_clear(answer);
      buffer_append(answer, line.data, line.length);
      return answer->failed ? error_memory(error) : 0;
    }
    if (why.length && complain(why.data, error) < 0)
      return -1;
  }
  return no_valid_answer(error);
}

/* ---- Choosing. ---------------------------------------------------- */

struct choice {
  const struct prompt_choice *of;
  unsigned char *preset; /* what Enter alone keeps, NULL for nothing */
  size_t named;          /* how many were, one named twice counts twice */
};

static const char *label_of(const struct prompt_item *item)
{
  return item->label ? item->label : item->value;
}

static int list(const struct choice *choice, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  int digits = 1;

  for (size_t rest = choice->of->count; rest >= 10; rest /= 10)
    digits++;
  text_escape(&text, choice->of->label, strlen(choice->of->label));
  buffer_puts(&text, ":\n");
  for (size_t i = 0; i < choice->of->count; i++) {
    const struct prompt_item *item = &choice->of->items[i];
    const char *name = label_of(item);

    if (choice->preset)
      buffer_puts(&text, choice->preset[i] ? "* " : "  ");
    buffer_printf(&text, "%*zu) ", digits, i + 1);
    text_escape(&text, name, strlen(name));
    if (item->value[0] && strcmp(name, item->value) != 0) {
      buffer_puts(&text, "  (");
      text_escape(&text, item->value, strlen(item->value));
      buffer_putc(&text, ')');
    }
    buffer_putc(&text, '\n');
  }
  return show(&text, error);
}

/* The number that a word is; 0 for no number, and for one past the list. */
static size_t number_of(const struct choice *choice, const char *word,
                        size_t length)
{
  size_t number = 0;

  for (size_t i = 0; i < length; i++) {
    if (!ascii_is_digit(word[i]))
      return 0;
    number = number * 10 + (size_t)(word[i] - '0');
    if (number > choice->of->count)
      return 0;
  }
  return number;
}

static int is_text(const char *text, const char *word, size_t length)
{
  return strlen(text) == length && memcmp(text, word, length) == 0;
}

/* Marks what a word names.  Returns 1, 0 when it names nothing, -1 when it
 * is the label of several. */
static int choose_word(struct choice *choice, const char *word, size_t length)
{
  size_t number = number_of(choice, word, length);
  size_t labels = 0, at = 0;

  for (size_t i = 0; !number && i < choice->of->count; i++) {
    if (is_text(choice->of->items[i].value, word, length))
      number = i + 1;
    if (is_text(label_of(&choice->of->items[i]), word, length)) {
      labels++;
      at = i + 1;
    }
  }
  if (!number && labels > 1)
    return -1;
  if (!number)
    number = at;
  if (!number)
    return 0;
  choice->of->chosen[number - 1] = 1;
  choice->named++;
  return 1;
}

/* Marks what the words of a text name: the text as a whole, else what is
 * between the separators, each of which is tried alike with the next ones.
 * Returns as choose_word; `*wrong` is the word at fault. */
static int choose_words(struct choice *choice, const char *text, size_t length,
                        const char *separators, struct buffer *wrong)
{
  size_t start = 0;
  int result;

  while (length && is_blank(text[length - 1]))
    length--;
  while (length && is_blank(*text)) {
    text++;
    length--;
  }
  if (!length)
    return 1;
  result = choose_word(choice, text, length);
  if (result > 0)
    return 1;
  if (result == 0 && *separators && !memchr(text, *separators, length))
    return choose_words(choice, text, length, separators + 1, wrong);
  if (result < 0 || !*separators) {
    buffer_clear(wrong);
    buffer_append(wrong, text, length);
    return result;
  }
  while (start <= length) {
    const char *end = memchr(text + start, *separators, length - start);
    size_t size = end ? (size_t)(end - text) - start : length - start;

    result = choose_words(choice, text + start, size, separators + 1, wrong);
    if (result <= 0)
      return result;
    start += size + 1;
  }
  return 1;
}

/* Looks at an answer.  Returns 1 when it chose; 0 after saying why not;
 * -1. */
static int choose(struct choice *choice, const struct buffer *line,
                  struct error *error)
{
  CLEANUP_BUFFER struct buffer wrong = { 0 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  int multiple = choice->of->multiple;
  int result;

  if (choice->preset && !line->length) {
    memcpy(choice->of->chosen, choice->preset, choice->of->count);
    return 1;
  }
  memset(choice->of->chosen, 0, choice->of->count);
  choice->named = 0;
  if (multiple && strcmp(line->data, "-") == 0)
    return 1;
  result = choose_words(choice, line->data, line->length, multiple ? ", " : "",
                        &wrong);
  if (result > 0 && (multiple || choice->named == 1))
    return 1;
  if (result < 0)
    buffer_printf(&why, "Several are called \"%s\": give the number.",
                  wrong.data);
  else if (result == 0)
    buffer_printf(&why, "There is no \"%s\" in the list.", wrong.data);
  else
    buffer_puts(&why, "Please give a number.");
  if (why.failed || wrong.failed)
    return error_memory(error);
  return complain(why.data, error);
}

/* What is asked below the list. */
static void put_question(const struct choice *choice, struct buffer *text)
{
  if (!choice->of->multiple)
    buffer_puts(text,
                choice->preset ? "Number (Enter: no change): " : "Number: ");
  else
    buffer_puts(
        text, choice->preset
                  ? "Numbers, separated by commas or spaces (Enter: no "
                    "change; -: none): "
                  : "Numbers, separated by commas or spaces (Enter: none): ");
}

int prompt_choose(const struct prompt_choice *of, struct error *error)
{
  unsigned char *preset CLEANUP_FREE = NULL;
  struct choice choice = { .of = of };
  CLEANUP_BUFFER struct buffer line = { 0 };
  CLEANUP_BUFFER struct buffer asked = { 0 };

  if (!of->count && of->multiple)
    return 0;
  if (!of->count)
    return error_set(error, EXIT_FAILED, "there is nothing to choose from: %s",
                     of->label);
  if (memchr(of->chosen, 1, of->count)) {
    preset = malloc(of->count);
    if (!preset)
      return error_memory(error);
    memcpy(preset, of->chosen, of->count);
    choice.preset = preset;
  }
  put_question(&choice, &asked);
  if (list(&choice, error) < 0 || asked.failed)
    return error_memory(error);
  for (int tries = 0; tries < PROMPT_TRIES; tries++) {
    int result = ask(&asked, &prompt_stdin, &line, error);

    if (result > 0)
      result = choose(&choice, &line, error);
    if (result != 0)
      return result < 0 ? -1 : 0;
  }
  memset(of->chosen, 0, of->count);
  return no_valid_answer(error);
}
