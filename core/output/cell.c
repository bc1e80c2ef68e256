/* cell.c - one value as people see it, shared by table and details. */
#include "core/output/cell.h"

#include <string.h>
#include <strings.h>

#include "core/base/time.h"

static const struct {
  const char *word;
  enum cell_colour colour;
} words[] = {
  { "active", CELL_GREEN },
  { "available", CELL_GREEN },
  { "enabled", CELL_GREEN },
  { "healthy", CELL_GREEN },
  { "ok", CELL_GREEN },
  { "provisioned", CELL_GREEN },
  { "ready", CELL_GREEN },
  { "running", CELL_GREEN },
  { "succeeded", CELL_GREEN },
  { "valid", CELL_GREEN },
  { "creating", CELL_YELLOW },
  { "degraded", CELL_YELLOW },
  { "deleting", CELL_YELLOW },
  { "deprovisioning", CELL_YELLOW },
  { "expiring", CELL_YELLOW },
  { "pending", CELL_YELLOW },
  { "provisioning", CELL_YELLOW },
  { "stopped", CELL_YELLOW },
  { "stopping", CELL_YELLOW },
  { "unknown", CELL_YELLOW },
  { "updating", CELL_YELLOW },
  { "warning", CELL_YELLOW },
  { "broken", CELL_RED },
  { "critical", CELL_RED },
  { "error", CELL_RED },
  { "expired", CELL_RED },
  { "failed", CELL_RED },
  { "invalid", CELL_RED },
  { "revoked", CELL_RED },
  { "unhealthy", CELL_RED },
};

static int is_letter(char byte)
{
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The colour of the worst word known: red before yellow before green. */
static enum cell_colour status_colour(const char *text)
{
  enum cell_colour worst = CELL_PLAIN;

  while (*text) {
    size_t length = 0, i;

    while (is_letter(text[length]))
      length++;
    for (i = 0; length && i < sizeof words / sizeof words[0]; i++)
      if (strlen(words[i].word) == length &&
          strncasecmp(words[i].word, text, length) == 0 &&
          (worst == CELL_PLAIN || words[i].colour < worst))
        worst = words[i].colour;
    text += length ? length : 1;
  }
  return worst;
}

static enum cell_colour expiry_colour(int64_t then, int64_t now)
{
  if (then <= now)
    return CELL_RED;
  return now > INT64_MAX - TABLE_SOON || then <= now + TABLE_SOON ? CELL_YELLOW
                                                                  : CELL_PLAIN;
}

static int is_moment(uint32_t kind)
{
  return kind == TABLE_TIME || kind == TABLE_EXPIRY || kind == TABLE_AGE;
}

/* The colour of a moment. */
static enum cell_colour moment_colour(uint32_t kind, int64_t then,
                                      const struct table_style *style)
{
  return style->colour && kind == TABLE_EXPIRY
             ? expiry_colour(then, style->now)
             : CELL_PLAIN;
}

/* Appends what a moment means now, as short as it can be said. */
static void append_short(struct buffer *buffer, uint32_t kind, int64_t then,
                         int64_t now)
{
  if (kind == TABLE_AGE) {
    time_age(buffer, then, now);
    return;
  }
  if (kind == TABLE_EXPIRY && then <= now)
    buffer_puts(buffer, "expired ");
  if (kind == TABLE_TIME && then > now)
    buffer_puts(buffer, "in ");
  time_short(buffer, then, now);
  if (kind == TABLE_TIME && then <= now)
    buffer_puts(buffer, " ago");
}

enum cell_colour cell_short(struct buffer *buffer, uint32_t kind,
                            const char *text, const struct table_style *style)
{
  int64_t then;

  if ((style->terminal || style->colour) && is_moment(kind) &&
      time_parse(text, &then) == 0) {
    if (style->terminal)
      append_short(buffer, kind, then, style->now);
    else
      buffer_puts(buffer, text);
    return moment_colour(kind, then, style);
  }
  buffer_puts(buffer, text);
  if (kind == TABLE_STATUS && style->colour)
    return status_colour(text);
  return CELL_PLAIN;
}

enum cell_colour cell_long(struct buffer *buffer, uint32_t kind,
                           const char *text, const struct table_style *style)
{
  int64_t then;

  if (!style->terminal || !is_moment(kind) || time_parse(text, &then) < 0)
    return cell_short(buffer, kind, text, style);
  buffer_puts(buffer, text);
  buffer_puts(buffer, kind == TABLE_EXPIRY && then <= style->now ? " (expired "
                                                                 : " (");
  time_relative(buffer, then, style->now);
  buffer_putc(buffer, ')');
  return moment_colour(kind, then, style);
}

const char *cell_colour_on(enum cell_colour colour)
{
  switch (colour) {
  case CELL_RED:
    return "\x1b[31m";
  case CELL_YELLOW:
    return "\x1b[33m";
  case CELL_GREEN:
    return "\x1b[32m";
  case CELL_PLAIN:
    break;
  }
  return "";
}

const char *cell_colour_off(enum cell_colour colour)
{
  return colour == CELL_PLAIN ? "" : "\x1b[0m";
}
