/* ascii.h - classes of ASCII characters, whatever the locale.
 *
 * <ctype.h> asks the locale, and may not be given a negative char.  Bytes
 * beyond ASCII are in no class and are no letter of either case.
 */
#ifndef ASCII_H
#define ASCII_H

static inline int ascii_is_digit(char byte)
{
  return byte >= '0' && byte <= '9';
}

static inline int ascii_is_lower(char byte)
{
  return byte >= 'a' && byte <= 'z';
}

static inline int ascii_is_upper(char byte)
{
  return byte >= 'A' && byte <= 'Z';
}

static inline int ascii_is_letter(char byte)
{
  return ascii_is_lower(byte) || ascii_is_upper(byte);
}

/* A letter, a digit or an underscore: of which plain names are made. */
static inline int ascii_is_word(char byte)
{
  return ascii_is_letter(byte) || ascii_is_digit(byte) || byte == '_';
}

/* White space as JSON (RFC 8259) has it. */
static inline int ascii_is_space(char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The small or the capital letter for a letter, and every other byte as it
 * is. */
static inline char ascii_lower(char byte)
{
  return (char)(ascii_is_upper(byte) ? byte - 'A' + 'a' : byte);
}

static inline char ascii_upper(char byte)
{
  return (char)(ascii_is_lower(byte) ? byte - 'a' + 'A' : byte);
}

/* The value of a hexadecimal digit of either case, or -1. */
static inline int ascii_hex(char byte)
{
  if (ascii_is_digit(byte))
    return byte - '0';
  byte = ascii_lower(byte);
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

#endif
