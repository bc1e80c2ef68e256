/* rules_column.c - the rules of columns, and of the choices of anything. */
#include "core/plugin/rules_column.h"

#include "core/json/path.h"
#include "core/plugin/manifest.h"
#include "core/plugin/rules_pages.h"

#define ALL_COLUMN                                                            \
  (NSCALE_COLUMN_NOT_IN_LIST | NSCALE_COLUMN_NOT_IN_DETAILS |                 \
   NSCALE_COLUMN_NEIGHBOUR)

/* ---- Choices. ------------------------------------------------------- */

static int choices_both(struct subject *subject)
{
  return subject->choices->words && subject->choices->list;
}

static int choices_neither(struct subject *subject)
{
  return !subject->choices->words && !subject->choices->list;
}

static int choices_words(struct subject *subject)
{
  const char *const *word = subject->choices->words;

  while (word && *word && line_valid(*word))
    word++;
  return word && *word;
}

static int choices_value_path(struct subject *subject)
{
  return subject->choices->list && (!subject->choices->value_path ||
                                    !path_valid(subject->choices->value_path));
}

static int choices_label_path(struct subject *subject)
{
  return subject->choices->list && !path_valid(subject->choices->label_path);
}

static int choices_pages(struct subject *subject)
{
  return subject->choices->words && subject->choices->pages;
}

static const struct rule choices_rules[] = {
  { AT(nscale_choices, words), .is_broken = choices_both, .needed = 1,
    .sentence = "has choices of {name} with both words and a list" },
  { AT(nscale_choices, words), .is_broken = choices_neither, .needed = 1,
    .sentence = "has choices of {name} with neither words nor a list" },
  { AT(nscale_choices, words), .is_broken = choices_words,
    .sentence = "has a choice of {name} that is not one line of text" },
  { AT(nscale_choices, value_path), .is_broken = choices_value_path,
    .needed = 1,
    .sentence = "has choices of {name} without a valid value_path" },
  { AT(nscale_choices, label_path), .is_broken = choices_label_path,
    .sentence = "has choices of {name} without a valid label_path" },
  { AT(nscale_choices, pages), .is_broken = choices_pages,
    .kind = FINDING_ADVICE,
    .sentence = "has choices of {name} that are words, which never come in "
                "pages" },
};

void rules_choices(const struct subject *subject,
                   const struct nscale_choices *choices, const char *whose)
{
  struct subject about = *subject;

  about.choices = choices;
  about.name = whose;
  if (!choices)
    return;
  (void)rules_hold(RULES(choices_rules), &about);
  rules_pages(subject, choices->pages, whose);
}

/* ---- Columns. ------------------------------------------------------- */

static int column_no_title(struct subject *subject)
{
  return !subject->column->title;
}

static int column_title(struct subject *subject)
{
  return !line_valid(subject->column->title);
}

static int column_no_path(struct subject *subject)
{
  return !subject->column->path;
}

static int column_path(struct subject *subject)
{
  subject->other = subject->column->path;
  return subject->other && !path_valid(subject->other);
}

static int column_kind(struct subject *subject)
{
  return subject->column->kind > NSCALE_COLUMN_COUNT;
}

static int column_attributes(struct subject *subject)
{
  return (subject->column->attributes & ~ALL_COLUMN) != 0;
}

static const struct rule column_rules[] = {
  { AT(nscale_column, title), .is_broken = column_no_title, .needed = 1,
    .sentence = "has no column title" },
  { AT(nscale_column, title), .is_broken = column_title, .needed = 1,
    .sentence = "has a column title that is not one line of text" },
  { AT(nscale_column, path), .is_broken = column_no_path,
    .sentence = "has no column path" },
  { AT(nscale_column, path), .is_broken = column_path,
    .sentence = "has an invalid column path, \"{other}\"" },
  { AT(nscale_column, kind), .is_broken = column_kind,
    .sentence = "has a column \"{name}\" of an unknown kind" },
  { AT(nscale_column, attributes), .is_broken = column_attributes,
    .sentence = "has a column \"{name}\" with unknown attributes" },
};

void rules_columns(const struct subject *subject,
                   const struct nscale_column *const *columns)
{
  struct subject about = *subject;

  for (; *columns; columns++) {
    about.column = *columns;
    about.name = about.column->title;
    if (rules_hold(RULES(column_rules), &about) == 0)
      rules_choices(&about, about.column->choices, about.name);
  }
}
